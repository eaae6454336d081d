import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { TextField } from '../../../../../components/text-field';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';

/** Takes this device off the account, or the account off the relay. What was written stays here in both cases. */
export function LeaveRelay({ user }: { readonly user: string }) {
  const { call, isByPerson } = usePorts();
  const [password, setPassword] = useState('');
  const leaving = useAct();
  const deleting = useAct();
  return (
    <div class="stack">
      <p>Your conversations stay here and can be read. To write again, log in again and begin them anew.</p>
      <div>
        <Button
          busy={leaving.busy}
          onClick={(event) => {
            if (isByPerson(event)) leaving.run(async () => void (await call('relay.logOut')));
          }}
        >
          Log this device out
        </Button>
      </div>
      <Problem code={leaving.code} />
      <TextField
        label="Password of the account"
        kind="passphrase"
        value={password}
        onInput={setPassword}
        hint="Only to delete the account."
      />
      <div>
        <Button
          kind="danger"
          busy={deleting.busy}
          disabled={password === ''}
          onClick={(event) => {
            if (!isByPerson(event)) return;
            deleting.run(async () => {
              await call('relay.deleteAccount', { password });
              setPassword('');
            });
          }}
        >
          {`Delete ${user} at the relay for ever`}
        </Button>
      </div>
      <Problem code={deleting.code} />
    </div>
  );
}
