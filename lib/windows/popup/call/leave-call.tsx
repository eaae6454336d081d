import { LogOut } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Notice } from '../../../../components/notice';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

/** Out of the protected call: what that does is said before it is done. */
export function LeaveCall({ tabId, onLeft }: { readonly tabId: number; readonly onLeft: () => void }) {
  const { call } = usePorts();
  const [asks, setAsks] = useState(false);
  const act = useAct();
  if (!asks) {
    return (
      <div>
        <Button kind="quiet" icon={LogOut} testId="page-call-leave" onClick={() => setAsks(true)}>
          Leave the protected call
        </Button>
      </div>
    );
  }
  return (
    <Notice
      tone="attention"
      title="Leave the protected call?"
      live="status"
      actions={
        <>
          <Button onClick={() => setAsks(false)}>Stay</Button>
          <Button
            kind="danger"
            icon={LogOut}
            busy={act.busy}
            testId="page-call-leave-sure"
            onClick={() => act.run(() => call('pageCall.end', { tabId }).then(onLeft))}
          >
            Leave the protected call
          </Button>
        </>
      }
    >
      <p>Nothing goes out and nothing is played in this tab until you load it anew.</p>
      <Problem code={act.code} />
    </Notice>
  );
}
