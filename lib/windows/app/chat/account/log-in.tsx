import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { TextField } from '../../../../../components/text-field';
import { sentenceFor } from '../../../../core/errors';
import type { UserId } from '../../../../core/wire/ids';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { placeOf } from './place-of';
import { RelayField } from './relay-field';

/** This device, for an account that exists. */
export function LogIn() {
  const { call } = usePorts();
  const [relay, setRelay] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const act = useAct();
  const place = placeOf(act.code);
  const ready = relay.trim() !== '' && user.trim() !== '' && password !== '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    act.run(async () => {
      await call('relay.logIn', { relay: relay.trim(), user: user.trim().toLowerCase() as UserId, password });
      setPassword('');
    });
  };
  const problemAt = (where: ReturnType<typeof placeOf>) =>
    act.code !== undefined && place === where ? sentenceFor(act.code) : undefined;
  return (
    <form class="stack" onSubmit={submit} data-testid="account-log-in">
      <RelayField value={relay} onInput={setRelay} problem={problemAt('relay')} />
      <TextField
        label="Your chat address"
        value={user}
        onInput={setUser}
        maxLength={60}
        placeholder="anna.k7m2q"
        problem={problemAt('name')}
      />
      <TextField
        label="Password"
        kind="passphrase"
        value={password}
        onInput={setPassword}
        problem={problemAt('password')}
      />
      <p class="soft">
        This browser becomes a new device of the account. Conversations of your other device are not brought here yet.
      </p>
      <Problem code={place === 'form' ? act.code : undefined} />
      <div>
        <Button type="submit" kind="main" busy={act.busy} disabled={!ready}>
          Log in
        </Button>
      </div>
    </form>
  );
}
