import type { IconNode } from 'lucide';
import { FilePen, TriangleAlert } from 'lucide';
import { Button } from '../../../components/button';
import { usePorts } from '../ports';
import { useAct } from '../use-act';
import { useAsk } from '../use-ask';

/** Certificates that wait for a decision, and messages that were not sent. */
export function WaitingList({ unlocked }: { readonly unlocked: boolean }) {
  const { call } = usePorts();
  const contacts = useAsk(() => call('contacts.list'), ['contacts']);
  const drafts = useAsk(async () => (unlocked ? call('drafts.list') : []), ['drafts'], [unlocked]);
  const undecided =
    contacts.state === 'ready' ? contacts.value.filter(({ decision }) => decision === 'later').length : 0;
  const unsent = drafts.state === 'ready' ? drafts.value.length : 0;
  if (undecided + unsent === 0) return null;
  return (
    <section class="popup-part popup-links" aria-label="Waiting for you">
      {undecided > 0 && (
        <WaitingRow icon={TriangleAlert} window="contacts">
          {undecided === 1
            ? '1 certificate waits for your decision'
            : `${undecided} certificates wait for your decision`}
        </WaitingRow>
      )}
      {unsent > 0 && (
        <WaitingRow icon={FilePen} window="drafts">
          {unsent === 1 ? '1 message is not sent yet' : `${unsent} messages are not sent yet`}
        </WaitingRow>
      )}
    </section>
  );
}

type WaitingRowProps = { readonly icon: IconNode; readonly window: 'contacts' | 'drafts'; readonly children: string };

function WaitingRow({ icon, window, children }: WaitingRowProps) {
  const { call, closeWindow } = usePorts();
  const act = useAct();
  const open = () => act.run(() => call('frame.openWindow', { window }).then(closeWindow));
  return (
    <Button kind="quiet" icon={icon} onClick={open} wide>
      {children}
    </Button>
  );
}
