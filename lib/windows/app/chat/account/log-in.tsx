import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Facts } from '../../../../../components/facts';
import { TextField } from '../../../../../components/text-field';
import type { RelayStatus } from '../../../../core/chat';
import type { UserId } from '../../../../core/wire/ids';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { type Place, placeOf, problemAt } from './place-of';
import { RelayField } from './relay-field';

type LogInProps = {
  /** The account of this browser whose device the relay does not take any more: only the password is asked. */
  readonly known?: RelayStatus['account'];
  readonly onDone?: () => void;
};

/** This browser as a device of an account that exists. */
export function LogIn({ known, onDone }: LogInProps) {
  const { call } = usePorts();
  const [relay, setRelay] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const act = useAct();
  const account = known ?? { relay: relay.trim(), user: user.trim().toLowerCase() as UserId };
  const ready = account.relay !== '' && account.user !== '' && password !== '';
  const fields: readonly Place[] = known === undefined ? ['relay', 'name', 'password'] : ['password'];
  const isAtField = act.code !== undefined && fields.includes(placeOf(act.code));
  const changing = (set: (value: string) => void) => (value: string) => {
    set(value);
    act.clear();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    act.run(async () => {
      await call('relay.logIn', { ...account, password });
      setPassword('');
      onDone?.();
    });
  };
  return (
    <form class="stack" onSubmit={submit} data-testid="account-log-in">
      {known === undefined ? (
        <>
          <RelayField value={relay} onInput={changing(setRelay)} problem={problemAt('relay', act.code)} />
          <TextField
            label="Your chat address"
            value={user}
            onInput={changing(setUser)}
            maxLength={60}
            placeholder="anna.k7m2q"
            testId="account-name"
            problem={problemAt('name', act.code)}
          />
        </>
      ) : (
        <Facts
          facts={[
            { name: 'Relay', value: <bdi class="wrap-anywhere">{known.relay}</bdi> },
            { name: 'Your chat address', value: <bdi dir="ltr">{known.user}</bdi> },
          ]}
        />
      )}
      <TextField
        label="Password"
        kind="passphrase"
        noun="password"
        value={password}
        onInput={changing(setPassword)}
        hint="Of your chat account, not the passphrase of your keys."
        testId="account-password"
        problem={problemAt('password', act.code)}
      />
      <p class="soft">
        {known === undefined
          ? 'This browser becomes a new device of the account. Conversations of your other device are not brought here yet.'
          : 'This browser becomes a new device of the account. Your contacts are asked whether they go on with it.'}
      </p>
      <Problem code={isAtField ? undefined : act.code} />
      <div>
        <Button type="submit" kind="main" busy={act.busy} disabled={!ready} testId="account-submit">
          Log in
        </Button>
      </div>
    </form>
  );
}
