import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import { TextField } from '../../../../../components/text-field';
import { sentenceFor } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';

type DeleteAccountProps = { readonly user: string; readonly onClose: () => void };

/** No form: Enter in the password field must not be enough for this. */
export function DeleteAccount({ user, onClose }: DeleteAccountProps) {
  const { call, isByPerson } = usePorts();
  const [password, setPassword] = useState('');
  const act = useAct();
  const isPassword = act.code === 'relay/login-failed';
  return (
    <Dialog title={`Delete ${user}?`} onClose={onClose}>
      <div class="stack">
        <p>
          The relay forgets this address, its devices, and what waits there. Nobody can reach you at it any more, and
          this cannot be undone. What was written stays in this browser.
        </p>
        <TextField
          label="Password of the account"
          kind="passphrase"
          noun="password"
          value={password}
          onInput={(value) => {
            setPassword(value);
            act.clear();
          }}
          problem={isPassword ? sentenceFor('relay/login-failed') : undefined}
        />
        <Problem code={isPassword ? undefined : act.code} />
        <div class="row">
          <Button onClick={onClose}>Keep the account</Button>
          <Button
            kind="danger"
            busy={act.busy}
            disabled={password === ''}
            testId="account-delete"
            onClick={(event) => {
              if (!isByPerson(event)) return;
              act.run(async () => {
                await call('relay.deleteAccount', { password });
                setPassword('');
                onClose();
              });
            }}
          >
            {`Delete ${user} for ever`}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
