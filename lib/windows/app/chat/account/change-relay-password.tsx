import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { TextField } from '../../../../../components/text-field';
import { sentenceFor } from '../../../../core/errors';
import { NewPassphrase, passphraseIsChosen } from '../../../new-passphrase';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';

export function ChangeRelayPassword() {
  const { call } = usePorts();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [saved, setSaved] = useState(false);
  const act = useAct();
  const isCurrent = act.code === 'relay/login-failed';
  const ready = current !== '' && passphraseIsChosen(next, again);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    setSaved(false);
    act.run(async () => {
      await call('relay.changePassword', { current, next });
      setCurrent('');
      setNext('');
      setAgain('');
      setSaved(true);
    });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <TextField
        label="Password now"
        kind="passphrase"
        noun="password"
        value={current}
        onInput={(value) => {
          setCurrent(value);
          act.clear();
        }}
        problem={isCurrent ? sentenceFor('relay/login-failed') : undefined}
      />
      <NewPassphrase
        label="New password"
        noun="password"
        value={next}
        again={again}
        onValue={setNext}
        onAgain={setAgain}
      />
      <Problem code={isCurrent ? undefined : act.code} />
      <div>
        <Button type="submit" busy={act.busy} disabled={!ready}>
          Change password
        </Button>
      </div>
      <p class="soft" role="status">
        {saved ? 'The password was changed. Your devices stay logged in.' : ''}
      </p>
    </form>
  );
}
