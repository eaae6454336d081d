import { Clock } from 'lucide';
import { Icon } from '../../../../../components/icon';
import { TONE_ICONS } from '../../../../../components/status';
import type { ConversationSummary } from '../../../../core/chat';
import { neutralise } from '../../../../core/display-text';
import { usePorts } from '../../../ports';
import { useFileDrop } from '../files/use-file-drop';
import { channelWords } from '../status/channel-words';
import { shortTime } from '../times';
import { firstOf, nameOf } from '../words';

type ConversationRowProps = {
  readonly conversation: ConversationSummary;
  readonly isOpen: boolean;
  /** The one that Tab leads to. */
  readonly isFirst: boolean;
  readonly onFiles: (files: readonly File[]) => void;
};

/** One conversation of the list. Files can be dropped on it. */
export function ConversationRow({ conversation, isOpen, isFirst, onFiles }: ConversationRowProps) {
  const { now } = usePorts();
  const { over, handlers } = useFileDrop(onFiles);
  const { id, status, unread, queued, lastAt, online } = conversation;
  const { tone, words } = channelWords({ status, first: firstOf(conversation) });
  return (
    <a
      href={`#chat/${id}`}
      class={`chat-row${over ? ' chat-row-over' : ''}${unread > 0 ? ' chat-row-unread' : ''}`}
      data-testid="chat-row"
      data-id={id}
      aria-current={isOpen ? 'page' : undefined}
      tabIndex={isFirst ? 0 : -1}
      draggable={false}
      {...handlers}
    >
      <span class={`chat-row-state status-${tone}`} title={words}>
        <Icon icon={TONE_ICONS[tone]} label={words} />
        {online && (
          <span class="online-dot" title="Online">
            <span class="visually-hidden">Online</span>
          </span>
        )}
      </span>
      <span class="chat-row-who">
        <bdi class="clip chat-row-name">{nameOf(conversation)}</bdi>
        <span class="chat-row-last">
          <LastLine conversation={conversation} />
        </span>
      </span>
      <span class="chat-row-end">
        <time class="small soft">{shortTime(lastAt, now())}</time>
        <span class="chat-row-counts">
          {queued > 0 && (
            <span class="soft" title={`${queued} waiting to be sent`}>
              <Icon icon={Clock} label={`${queued} waiting to be sent`} />
            </span>
          )}
          {unread > 0 && (
            <span class="chat-unread">
              {unread > 999 ? '999+' : unread}
              <span class="visually-hidden"> unread</span>
            </span>
          )}
        </span>
      </span>
    </a>
  );
}

/** What happens there now, what I began to write, or what was said last. */
function LastLine({ conversation }: { readonly conversation: ConversationSummary }) {
  const { typing, draft, preview, status } = conversation;
  if (typing) return <span class="chat-typing">is writing …</span>;
  if (draft !== '') {
    return (
      <>
        <span class="chat-draft">Draft:</span> <bdi class="clip">{neutralise(draft, 120)}</bdi>
      </>
    );
  }
  if (preview !== '') return <bdi class="clip">{neutralise(preview, 120)}</bdi>;
  return <span class="clip">{channelWords({ status, first: firstOf(conversation) }).words}</span>;
}
