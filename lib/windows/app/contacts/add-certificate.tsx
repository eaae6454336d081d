import { Plus } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { FileDrop } from '../../../../components/file-drop';
import { Notice } from '../../../../components/notice';
import { TextField } from '../../../../components/text-field';
import type { SubmitOutcome } from '../../../bus/views';
import type { ErrorCode } from '../../../core/error-codes';
import { LIMITS } from '../../../core/limits';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

/** A certificate by paste, file or drop. It goes to the certificate window, where it is decided. */
export function AddCertificate({ onDone }: { readonly onDone: () => void }) {
  const { call } = usePorts();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<ErrorCode>();
  const [known, setKnown] = useState(false);
  const act = useAct();

  const submit = (octets: Blob, evidence: { readonly source: 'paste' | 'file'; readonly detail?: string }) => {
    setRefused(octets.size > LIMITS.certificateOctets ? 'key/too-large' : undefined);
    setKnown(false);
    if (octets.size > LIMITS.certificateOctets) return;
    act.run(async () => {
      const outcome: SubmitOutcome = await call('contacts.submit', { octets, evidence });
      if (!outcome.ok) return setRefused(outcome.code);
      await call('frame.openCertificate', { fingerprint: outcome.fingerprint });
      if (outcome.news === 'known') return setKnown(true);
      onDone();
    });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') submit(new Blob([text.trim()]), { source: 'paste' });
      }}
    >
      <FileDrop
        words="Drop a certificate file here, or"
        button="Choose a file"
        accept=".asc,.gpg,.pgp,.pub,.key,.txt"
        onFile={(file) => submit(file, { source: 'file', detail: file.name.slice(0, 500) })}
      />
      <TextField
        label="Or paste the certificate"
        kind="area"
        mono
        rows={6}
        value={text}
        onInput={setText}
        placeholder="-----BEGIN PGP PUBLIC KEY BLOCK-----"
        hint="The whole block, from BEGIN to END."
      />
      {known && (
        <Notice tone="neutral" live="status">
          You have this certificate already. Its window is open.
        </Notice>
      )}
      <Problem code={refused ?? act.code} />
      <div>
        <Button type="submit" kind="main" icon={Plus} busy={act.busy} disabled={text.trim() === ''}>
          Look at this certificate
        </Button>
      </div>
    </form>
  );
}
