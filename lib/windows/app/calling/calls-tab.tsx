import { Phone, PhoneCall } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Empty, Waiting } from '../../../../components/empty';
import { Notice } from '../../../../components/notice';
import { VirtualList } from '../../../../components/virtual-list';
import type { CallId, CallLine } from '../../../core/calls';
import type { ConversationSummary } from '../../../core/chat';
import { sentenceFor } from '../../../core/errors';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { type Asked, useAsk } from '../../use-ask';
import { useLookedAt } from '../chat/history/use-reading';
import { CallRow } from './call-row';
import { CallUnderWay } from './call-under-way';
import './calls.css';
import { NewCall, NobodyYet, openOnes } from './new-call';
import { useStartCall } from './use-start-call';
import { hasWebRtc } from './web-rtc';

type AskedAgain<T> = Asked<T> & { readonly again: () => void };
type CallsTabProps = {
  readonly lines: AskedAgain<readonly CallLine[]>;
  readonly conversations: AskedAgain<readonly ConversationSummary[]>;
};

/** The call that is under way, those that were, and the way to a new one. */
export function CallsTab({ lines, conversations }: CallsTabProps) {
  const { call } = usePorts();
  const [choosing, setChoosing] = useState(false);
  const current = useAsk(() => call('calls.current'), ['calls']);
  const calling = useStartCall();
  const people = conversations.state === 'ready' ? conversations.value : [];
  const canCall = hasWebRtc();
  const marked = useSeen(lines);
  return (
    <section class="stack tab-body">
      <header class="tab-head">
        <h1 class="page-title">Calls</h1>
        {canCall && openOnes(people).length > 0 && (
          <Button kind="main" icon={PhoneCall} testId="call-new" onClick={() => setChoosing(true)}>
            New call
          </Button>
        )}
      </header>
      {!canCall && <Notice tone="attention">{sentenceFor('call/no-webrtc')}</Notice>}
      {current.state === 'failed' && <Problem code={current.code} again={current.again} />}
      {current.state === 'ready' && current.value !== undefined && <CallUnderWay view={current.value} />}
      <Problem code={calling.code} />
      {conversations.state === 'failed' && <Problem code={conversations.code} again={conversations.again} />}
      {lines.state === 'failed' && <Problem code={lines.code} again={lines.again} />}
      {lines.state === 'ready' && conversations.state !== 'loading' ? (
        <Lines lines={lines.value} people={people} marked={marked} calling={calling} />
      ) : (
        lines.state !== 'failed' && <Waiting lines={4} words="Loading calls" />
      )}
      {choosing && <NewCall conversations={people} onClose={() => setChoosing(false)} />}
    </section>
  );
}

type LinesProps = {
  readonly lines: readonly CallLine[];
  readonly people: readonly ConversationSummary[];
  readonly marked: ReadonlySet<CallId>;
  readonly calling: ReturnType<typeof useStartCall>;
};

function Lines({ lines, people, marked, calling }: LinesProps) {
  if (lines.length === 0) {
    return openOnes(people).length === 0 ? (
      <NobodyYet />
    ) : (
      <Empty icon={Phone} title="No calls yet">
        Calls go from your browser to the other, sealed from end to end. Here they are listed, the missed ones too.
      </Empty>
    );
  }
  const byId = new Map(people.map((one) => [one.id, one]));
  return (
    <VirtualList
      label="Calls"
      items={lines}
      rowHeight={60}
      keyOf={({ id }) => id}
      draw={(line) => (
        <CallRow
          line={line}
          isNew={line.isNew || marked.has(line.id)}
          conversation={byId.get(line.conversation)}
          calling={calling}
        />
      )}
    />
  );
}

/** Missed calls are new until a person had this list in front of them; in it they stay marked until it is left. */
function useSeen(asked: CallsTabProps['lines']): ReadonlySet<CallId> {
  const { call } = usePorts();
  const looked = useLookedAt();
  const [marked, setMarked] = useState<ReadonlySet<CallId>>(new Set());
  const news = asked.state === 'ready' ? asked.value.filter(({ isNew }) => isNew).map(({ id }) => id) : [];
  const named = news.join(' ');
  useEffect(() => {
    if (!looked || named === '') return;
    setMarked((before) => new Set([...before, ...news]));
    // Where it fails, they are new the next time this is looked at.
    call('calls.seen').catch(() => undefined);
  }, [call, looked, named]);
  return marked;
}
