import { Copy, Download, HardDriveDownload, Star, Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Disclosure } from '../../../../components/disclosure';
import { Fingerprint } from '../../../../components/fingerprint';
import { Status } from '../../../../components/status';
import type { OwnKey } from '../../../bus/views';
import { Details } from '../../certificate/details';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { algorithmWords, dayWords, expiryWords, HEALTH_WORDS, ownerOf } from '../../words';
import { DeleteKey } from './delete-key';
import { ExportPrivate } from './export-private';
import { fileNameFor } from './file-name';

type KeyCardProps = {
  readonly ownKey: OwnKey;
  /** There are others, so that it matters which one signs. */
  readonly several: boolean;
  readonly onChange: () => void;
};

/** One key of mine: its certificate to give away, its private part to save or to delete. */
export function KeyCard({ ownKey, several, onChange }: KeyCardProps) {
  const { call, copy, saveFile, now } = usePorts();
  const [open, setOpen] = useState<'export' | 'delete'>();
  const [said, setSaid] = useState('');
  const act = useAct();
  const { view, fingerprint, preferred } = ownKey;
  const { name, email } = ownerOf(view);
  const onCopy = () =>
    act.run(async () => {
      await copy(view.armored);
      setSaid('Certificate copied. Paste it into a mail or a page.');
    });
  return (
    <article class="card stack key-card" aria-label={`${name}, ${email ?? ''}`}>
      <header class="row key-head">
        <div class="key-owner">
          <h2 class="section-title wrap-anywhere">
            <bdi>{name}</bdi>
          </h2>
          <p class="soft wrap-anywhere">
            <bdi>{email}</bdi>
          </p>
        </div>
        {several && preferred && (
          <Status tone="neutral" icon={Star}>
            Signs by default
          </Status>
        )}
        {several && !preferred && (
          <Button
            kind="quiet"
            icon={Star}
            onClick={() => act.run(() => call('keys.prefer', { fingerprint }).then(onChange))}
          >
            Sign with this one
          </Button>
        )}
      </header>
      {view.health !== 'ok' && <Status tone="stop">{HEALTH_WORDS[view.health]}</Status>}
      <p class="soft">
        {algorithmWords(view.algorithm)}, made {dayWords(view.created)}, ends:{' '}
        {expiryWords(view.expires, now()).toLowerCase()}
      </p>
      <div class="stack key-number">
        <h3>Fingerprint to read aloud</h3>
        <Fingerprint value={fingerprint} label="My fingerprint" />
      </div>
      <div class="row">
        <Button icon={Copy} onClick={onCopy}>
          Copy certificate
        </Button>
        <Button icon={Download} onClick={() => saveFile(fileNameFor(view, 'certificate'), view.armored)}>
          Save certificate
        </Button>
        <Button icon={HardDriveDownload} onClick={() => setOpen('export')}>
          Back up private key
        </Button>
        <Button kind="danger" icon={Trash2} onClick={() => setOpen('delete')}>
          Delete this key
        </Button>
      </div>
      <p class="soft said" role="status">
        {said}
      </p>
      <Problem code={act.code} />
      <Disclosure words="All details">
        <Details view={view} />
      </Disclosure>
      {open === 'export' && <ExportPrivate ownKey={ownKey} onClose={() => setOpen(undefined)} />}
      {open === 'delete' && <DeleteKey ownKey={ownKey} onClose={() => setOpen(undefined)} onDeleted={onChange} />}
    </article>
  );
}
