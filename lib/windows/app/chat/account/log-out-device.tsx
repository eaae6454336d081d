import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';

type LogOutDeviceProps = { readonly user: string; readonly onClose: () => void };

export function LogOutDevice({ user, onClose }: LogOutDeviceProps) {
  const { call, isByPerson } = usePorts();
  const act = useAct();
  return (
    <Dialog title="Log this device out?" onClose={onClose}>
      <div class="stack">
        <p>
          Nothing is sent or fetched here for <bdi dir="ltr">{user}</bdi> until you log in again with its password. This
          browser is a new device then, and your contacts are asked whether they go on with it.
        </p>
        <Problem code={act.code} />
        <div class="row">
          <Button onClick={onClose}>Stay logged in</Button>
          <Button
            kind="danger"
            busy={act.busy}
            testId="account-log-out"
            onClick={(event) => {
              if (!isByPerson(event)) return;
              act.run(async () => {
                await call('relay.logOut');
                onClose();
              });
            }}
          >
            Log this device out
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
