import { Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Dialog } from '../../../../components/dialog';
import { TextField } from '../../../../components/text-field';
import type { OwnKey } from '../../../bus/views';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { ownerOf } from '../../words';

type DeleteKeyProps = { readonly ownKey: OwnKey; readonly onClose: () => void; readonly onDeleted: () => void };

/** What is typed to confirm: the address, or the last digits where the key names none. */
export const confirmationFor = (ownKey: OwnKey): string =>
  ownerOf(ownKey.view).email ?? ownKey.fingerprint.slice(-8).toUpperCase();

/** Deleting closes every mail that was sealed for this key, so it is confirmed by typing. */
export function DeleteKey({ ownKey, onClose, onDeleted }: DeleteKeyProps) {
  const { call, isByPerson } = usePorts();
  const [typed, setTyped] = useState('');
  const act = useAct();
  const wanted = confirmationFor(ownKey);
  const confirmed = typed.trim().toLowerCase() === wanted.toLowerCase();
  const remove = (event: MouseEvent) => {
    if (!isByPerson(event) || !confirmed) return;
    act.run(async () => {
      await call('keys.delete', { fingerprint: ownKey.fingerprint });
      onClose();
      onDeleted();
    });
  };
  return (
    <Dialog title="Delete this key for ever" onClose={onClose}>
      <div class="stack">
        <p>
          Mail that was sealed for this key can then be opened by nobody, unless you have a backup of the private key.
          Others go on sealing for it until you tell them.
        </p>
        <TextField label={`Type ${wanted} to confirm`} value={typed} onInput={setTyped} />
        <Problem code={act.code} />
        <div class="row">
          <Button onClick={onClose}>Keep this key</Button>
          <Button kind="danger" icon={Trash2} busy={act.busy} disabled={!confirmed} onClick={remove}>
            Delete this key for ever
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
