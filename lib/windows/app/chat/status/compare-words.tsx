import { ShieldCheck } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import { Notice } from '../../../../../components/notice';
import type { ConversationView } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import './channel.css';

type CompareWordsProps = { readonly view: ConversationView; readonly onClose: () => void };

/** The channel's digits, compared by voice: the same on both screens, and nobody stands between the two. */
export function CompareWords({ view, onClose }: CompareWordsProps) {
  const { call, isByPerson } = usePorts();
  const [compared, setCompared] = useState<'same' | 'differ'>();
  const act = useAct();
  const first = view.name.split(/\s+/)[0] ?? view.name;
  const { comparison } = view;
  const say = (event: MouseEvent, same: boolean) => {
    if (comparison === undefined || !isByPerson(event)) return;
    act.run(async () => {
      await call('chat.compared', { id: view.id, comparison, same });
      setCompared(same ? 'same' : 'differ');
    });
  };
  return (
    <Dialog title={`Compare with ${first}`} onClose={onClose}>
      {comparison === undefined ? (
        <Notice tone="waiting" title="The digits are not there yet">
          Both sides must have written once. Send a message, wait for an answer of <bdi>{first}</bdi>, then look here
          again.
        </Notice>
      ) : compared === undefined ? (
        <div class="stack">
          <ol class="compare-steps">
            <li>
              Call <bdi>{first}</bdi> on a number you knew before, or meet. Not by chat.
            </li>
            <li>Both open this window. One reads the digits aloud, the other follows; then the other way round.</li>
            <li>All twelve must be the same.</li>
          </ol>
          <p class="card words-digits" data-testid="compare-digits" dir="ltr">
            {comparison.split(' ').map((group) => (
              <span key={group}>{group}</span>
            ))}
          </p>
          <div class="row">
            <Button kind="main" icon={ShieldCheck} busy={act.busy} onClick={(event) => say(event, true)}>
              All digits are the same
            </Button>
            <Button kind="danger" disabled={act.busy} onClick={(event) => say(event, false)}>
              They differ: stop this channel
            </Button>
          </div>
          <Problem code={act.code} />
        </div>
      ) : compared === 'same' ? (
        <Notice tone="verified" title="Verified" live="status">
          The certificate of <bdi>{first}</bdi> is verified now, in mail and calls as well.
        </Notice>
      ) : (
        <Notice tone="stop" title="Stopped">
          Somebody may stand between you and <bdi>{first}</bdi>. Nothing more is sent. Compare your certificates in
          person before you begin again.
        </Notice>
      )}
    </Dialog>
  );
}
