import { VenetianMask } from 'lucide';
import { Button } from '../../../../components/button';
import { Notice } from '../../../../components/notice';
import type { ConversationId } from '../../../core/chat';
import { usePorts } from '../../ports';
import { useAsk } from '../../use-ask';

type NoTraceOfferProps = { readonly id: ConversationId; readonly first: string; readonly onOpen: () => void };

/** Above the messages while a conversation without trace is asked for, or goes on. */
export function NoTraceOffer({ id, first, onOpen }: NoTraceOfferProps) {
  const { call } = usePorts();
  const talk = useAsk(() => call('noTrace.view', { id }), ['no-trace'], [id]);
  const phase = talk.state === 'ready' ? talk.value.phase : 'none';
  if (phase !== 'asked' && phase !== 'private') return null;
  return (
    <div class="chat-offer">
      <Notice
        tone={phase === 'asked' ? 'attention' : 'neutral'}
        live="status"
        actions={
          <Button icon={VenetianMask} onClick={onOpen}>
            {phase === 'asked' ? 'Look at it' : 'Go there'}
          </Button>
        }
      >
        {phase === 'asked' ? (
          <>
            <bdi>{first}</bdi> asks for a conversation without trace.
          </>
        ) : (
          <>
            A conversation without trace with <bdi>{first}</bdi> is open. What you write here is kept.
          </>
        )}
      </Notice>
    </div>
  );
}
