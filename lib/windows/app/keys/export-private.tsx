import { HardDriveDownload } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Dialog } from '../../../../components/dialog';
import { Notice } from '../../../../components/notice';
import type { OwnKey } from '../../../bus/views';
import { NewPassphrase, passphraseIsChosen } from '../../new-passphrase';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { fileNameFor } from './file-name';

type ExportPrivateProps = { readonly ownKey: OwnKey; readonly onClose: () => void };

/** The private key leaves only by a real click of the person here, and only under a passphrase. */
export function ExportPrivate({ ownKey, onClose }: ExportPrivateProps) {
  const { call, saveFile, isByPerson } = usePorts();
  const [value, setValue] = useState('');
  const [again, setAgain] = useState('');
  const act = useAct();
  const save = (event: MouseEvent) => {
    if (!isByPerson(event) || !passphraseIsChosen(value, again)) return;
    act.run(async () => {
      const armored = await call('keys.exportPrivate', { fingerprint: ownKey.fingerprint, passphrase: value });
      saveFile(fileNameFor(ownKey.view, 'private'), armored);
      onClose();
    });
  };
  return (
    <Dialog title="Back up the private key" onClose={onClose}>
      <div class="stack">
        <Notice tone="attention" title="Whoever has this file and its passphrase can read your mail">
          Keep the file on a medium that you lock away. Never mail it.
        </Notice>
        <NewPassphrase
          label="Passphrase for the file"
          value={value}
          again={again}
          onValue={setValue}
          onAgain={setAgain}
        />
        <Problem code={act.code} />
        <div class="row">
          <Button
            kind="main"
            icon={HardDriveDownload}
            busy={act.busy}
            disabled={!passphraseIsChosen(value, again)}
            onClick={save}
          >
            Save private key
          </Button>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
