import { Download } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { FileDrop } from '../../../../components/file-drop';
import { Status } from '../../../../components/status';
import { TextField } from '../../../../components/text-field';
import { LIMITS } from '../../../core/limits';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

/** A private key from a file or a pasted block, with the passphrase it was saved with. */
export function ImportKey({ onDone }: { readonly onDone: () => void }) {
  const { call } = usePorts();
  const [file, setFile] = useState<File>();
  const [text, setText] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const act = useAct();
  const octets = file ?? (text.trim() === '' ? undefined : new Blob([text.trim()]));
  const tooLarge = octets !== undefined && octets.size > LIMITS.certificateOctets;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (octets === undefined || tooLarge) return;
    act.run(async () => {
      const secret = passphrase;
      setPassphrase('');
      await call('keys.import', { octets, ...(secret === '' ? {} : { passphrase: secret }) });
      setText('');
      setFile(undefined);
      onDone();
    });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <FileDrop
        words="Drop the key file here, or"
        button="Choose a file"
        accept=".asc,.gpg,.pgp,.key,.txt"
        onFile={setFile}
      />
      {file === undefined ? (
        <TextField
          label="Or paste the private key"
          kind="area"
          mono
          rows={4}
          value={text}
          onInput={setText}
          placeholder="-----BEGIN PGP PRIVATE KEY BLOCK-----"
        />
      ) : (
        <div class="row">
          <Status tone="neutral">
            <bdi>{file.name}</bdi>
          </Status>
          <Button kind="quiet" onClick={() => setFile(undefined)}>
            Take another
          </Button>
        </div>
      )}
      <TextField
        label="Passphrase of this key"
        kind="passphrase"
        value={passphrase}
        onInput={setPassphrase}
        hint="The one it was saved with in the other program. Leave it empty if there is none."
      />
      <Problem code={tooLarge ? 'key/too-large' : act.code} />
      <div>
        <Button type="submit" kind="main" icon={Download} busy={act.busy} disabled={octets === undefined || tooLarge}>
          Import this key
        </Button>
      </div>
    </form>
  );
}
