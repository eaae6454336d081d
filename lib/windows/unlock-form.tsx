import { LockOpen } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../components/button';
import { TextField } from '../../components/text-field';
import { sentenceFor, toErrorCode } from '../core/errors';
import type { VaultState } from '../core/vault-state';
import { pauseWords, usePause } from './pause';
import { usePorts } from './ports';
import { useAct } from './use-act';

type UnlockFormProps = {
  readonly vault: VaultState;
  readonly onUnlocked: () => void;
  /** Something else must be asked again, for example the pause that grew. */
  readonly onRefused: () => void;
};

/** The passphrase leaves the field the moment it is used, right or wrong. */
export function UnlockForm({ vault, onUnlocked, onRefused }: UnlockFormProps) {
  const { call } = usePorts();
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLElement>(null);
  const act = useAct();
  const pause = usePause(vault.pausedUntil);
  useEffect(() => field.current?.focus(), []);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (passphrase === '' || pause > 0) return;
    act.run(async () => {
      setPassphrase('');
      try {
        await call('vault.unlock', { passphrase });
        onUnlocked();
      } catch (error) {
        field.current?.focus();
        if (['vault/wrong-passphrase', 'vault/wait'].includes(toErrorCode(error))) onRefused();
        throw error;
      }
    });
  };
  const problem = pause > 0 ? pauseWords(pause) : act.code === undefined ? undefined : sentenceFor(act.code);
  return (
    <form class="stack unlock-form" onSubmit={submit}>
      <TextField
        label="Passphrase"
        kind="passphrase"
        value={passphrase}
        onInput={setPassphrase}
        problem={problem}
        fieldRef={field}
      />
      <Button type="submit" kind="main" icon={LockOpen} busy={act.busy} disabled={pause > 0} wide>
        Unlock keys
      </Button>
    </form>
  );
}
