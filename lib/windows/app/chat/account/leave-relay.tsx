import { LogOut, Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { DeleteAccount } from './delete-account';
import { LogOutDevice } from './log-out-device';

/** Takes this device off the account, or the account off the relay; each asked once more, and named by its effect. */
export function LeaveRelay({ user }: { readonly user: string }) {
  const [asking, setAsking] = useState<'log-out' | 'delete'>();
  const close = () => setAsking(undefined);
  return (
    <div class="stack">
      <p class="soft">Either way your conversations stay here and can be read.</p>
      <div class="row">
        <Button icon={LogOut} onClick={() => setAsking('log-out')}>
          Log this device out
        </Button>
        <Button kind="danger" icon={Trash2} onClick={() => setAsking('delete')}>
          Delete the account
        </Button>
      </div>
      {asking === 'log-out' && <LogOutDevice user={user} onClose={close} />}
      {asking === 'delete' && <DeleteAccount user={user} onClose={close} />}
    </div>
  );
}
