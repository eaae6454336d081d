import { MessageSquarePlus, Phone } from 'lucide';
import { useState } from 'preact/hooks';
import { Dialog } from '../../../../components/dialog';
import { Empty } from '../../../../components/empty';
import { Icon } from '../../../../components/icon';
import { TextField } from '../../../../components/text-field';
import { VirtualList } from '../../../../components/virtual-list';
import type { ConversationSummary } from '../../../core/chat';
import { Problem } from '../../problem';
import { DECISION_WORDS } from '../../words';
import { nameOf } from '../chat/words';
import { CallButtons } from './call-buttons';
import { refusalOf } from './refusal';
import { useStartCall } from './use-start-call';

type NewCallProps = { readonly conversations: readonly ConversationSummary[]; readonly onClose: () => void };

/** Whom to call: people with an open channel. */
export function NewCall({ conversations, onClose }: NewCallProps) {
  const [query, setQuery] = useState('');
  const calling = useStartCall();
  const open = openOnes(conversations);
  const wanted = query.trim().toLowerCase();
  const found = open.filter(({ name, user }) => `${name} ${user}`.toLowerCase().includes(wanted));
  return (
    <Dialog title="New call" onClose={onClose}>
      <div class="stack call-choose">
        {/* It has the focus: Enter, pressed once too often, calls nobody. */}
        {open.length > 0 && (
          <TextField
            label="Search people"
            hideLabel
            kind="search"
            value={query}
            onInput={setQuery}
            placeholder="Search by name or chat address"
            maxLength={100}
          />
        )}
        <Problem code={calling.code} />
        {open.length === 0 ? (
          <NobodyYet />
        ) : found.length === 0 ? (
          <p class="soft">Nobody here matches. Try fewer letters.</p>
        ) : (
          <VirtualList
            label="People you can call"
            items={found}
            rowHeight={56}
            keyOf={({ id }) => id}
            draw={(one) => <Person one={one} calling={calling} onStarted={onClose} />}
          />
        )}
      </div>
    </Dialog>
  );
}

export const openOnes = (conversations: readonly ConversationSummary[]): readonly ConversationSummary[] =>
  conversations.filter(({ status }) => status.channel === 'open');

type PersonProps = {
  readonly one: ConversationSummary;
  readonly calling: ReturnType<typeof useStartCall>;
  readonly onStarted: () => void;
};

function Person({ one, calling, onStarted }: PersonProps) {
  const { decision } = one.status;
  return (
    <div class="call-row">
      <div class="call-row-who">
        <p class="clip">
          <bdi class="call-row-name">{nameOf(one)}</bdi>
        </p>
        <p class="small soft clip">
          <bdi dir="ltr">{one.user}</bdi>
          {decision !== 'unknown' && ` · ${DECISION_WORDS[decision].words}`}
        </p>
      </div>
      <div class="call-row-actions">
        <CallButtons
          conversation={one.id}
          name={nameOf(one)}
          calling={calling}
          refused={refusalOf(one.status)}
          onStarted={onStarted}
        />
      </div>
    </div>
  );
}

/** The way to somebody to call. */
export const NobodyYet = () => (
  <Empty
    icon={Phone}
    title="Nobody to call yet"
    action={
      <a class="button button-main" href="#chat">
        <Icon icon={MessageSquarePlus} />
        <span class="button-words">Open Chat</span>
      </a>
    }
  >
    You can call everybody with whom you have an open channel: begin a conversation, and both accept the other’s
    certificate.
  </Empty>
);
