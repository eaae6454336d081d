import { MessageCircle } from 'lucide';
import { Button } from '../../../components/button';
import { Status } from '../../../components/status';
import { asksForAttention, glanceOf, glanceWords } from '../../core/chat-glance';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { useAct } from '../use-act';
import { useAsk } from '../use-ask';

/** Chat at a glance, and the way to it; nothing where there is no account. */
export function ChatRow({ unlocked }: { readonly unlocked: boolean }) {
  const { call, closeWindow } = usePorts();
  const act = useAct();
  const glance = useAsk(
    async () => glanceOf(await call('relay.status'), unlocked ? await call('chat.list') : undefined),
    ['relay', 'chat'],
    [unlocked],
  );
  if (glance.state !== 'ready' || glance.value === undefined) return null;
  const words = glanceWords(glance.value);
  const open = () => act.run(() => call('frame.openWindow', { window: 'chat' }).then(closeWindow));
  return (
    <section class="popup-part popup-chat" aria-label="Chat">
      <Status tone={asksForAttention(glance.value) ? 'attention' : words.length > 0 ? 'neutral' : 'quiet'} live>
        {words.length > 0 ? `${words.join('. ')}.` : 'Nothing new in chat.'}
      </Status>
      <Button icon={MessageCircle} busy={act.busy} onClick={open}>
        Open chat
      </Button>
      <Problem code={act.code} />
    </section>
  );
}
