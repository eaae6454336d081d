import { FileBadge, LogOut, ShieldCheck, Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { type Fact, Facts } from '../../../../../components/facts';
import { Fingerprint } from '../../../../../components/fingerprint';
import { Status } from '../../../../../components/status';
import type { ConversationView } from '../../../../core/chat';
import { showForeign } from '../../../../core/show-foreign';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { DECISION_WORDS, dayWords } from '../../../words';
import type { History } from '../history/use-history';
import { firstOf, nameOf } from '../words';
import { EndChannel, RemoveConversation } from './confirm';
import './contact.css';
import { LastOfMine } from './last-of-mine';
import { SharedFiles } from './shared-files';

type ContactViewProps = {
  readonly view: ConversationView;
  readonly history: History;
  readonly onCompare: () => void;
  /** The conversation is not here any more. */
  readonly onRemoved: () => void;
};

/** The person behind a conversation: who, which certificate, how sure, what was shared; and what can be ended. */
export function ContactView({ view, history, onCompare, onRemoved }: ContactViewProps) {
  const { call } = usePorts();
  const [asking, setAsking] = useState<'end' | 'remove'>();
  const act = useAct();
  const { fingerprint, status } = view;
  const canEnd = status.channel !== 'ended' && status.channel !== 'none';
  return (
    <section class="chat-contact stack" aria-label="Contact" data-testid="chat-contact">
      <h2 class="page-title">
        <bdi>{nameOf(view)}</bdi>
      </h2>
      <Facts facts={factsOf(view)} />
      <div class="row">
        {fingerprint !== undefined && (
          <Button
            icon={FileBadge}
            busy={act.busy}
            onClick={() => act.run(() => call('frame.openCertificate', { fingerprint }))}
          >
            Show certificate
          </Button>
        )}
        {status.channel === 'open' && (
          <Button icon={ShieldCheck} onClick={onCompare}>
            Compare the words
          </Button>
        )}
      </div>
      <Problem code={act.code} />
      <SharedFiles history={history} />
      <section class="stack">
        <h3 class="section-title">End</h3>
        <div class="row">
          {canEnd && (
            <Button kind="danger" icon={LogOut} onClick={() => setAsking('end')}>
              End the channel
            </Button>
          )}
          <Button kind="danger" icon={Trash2} onClick={() => setAsking('remove')}>
            Delete conversation
          </Button>
        </div>
      </section>
      <LastOfMine messages={history.state.messages} />
      {asking === 'end' && <EndChannel id={view.id} first={firstOf(view)} onClose={() => setAsking(undefined)} />}
      {asking === 'remove' && (
        <RemoveConversation
          id={view.id}
          first={firstOf(view)}
          onClose={() => setAsking(undefined)}
          onRemoved={onRemoved}
        />
      )}
    </section>
  );
}

function factsOf(view: ConversationView): readonly Fact[] {
  const { fingerprint, email, startedAt, status, user } = view;
  const decision = status.decision === 'unknown' ? undefined : DECISION_WORDS[status.decision];
  return [
    { name: 'Chat address', value: <bdi dir="ltr">{user}</bdi> },
    ...(email === undefined ? [] : [{ name: 'Email', value: <bdi>{showForeign(email, 120)}</bdi> }]),
    {
      name: 'Certificate',
      value:
        decision === undefined ? (
          <span class="soft">Not here yet</span>
        ) : (
          <Status tone={decision.tone}>{decision.words}</Status>
        ),
    },
    ...(fingerprint === undefined
      ? []
      : [{ name: 'Fingerprint', value: <Fingerprint value={fingerprint} label={`Fingerprint of ${nameOf(view)}`} /> }]),
    ...(startedAt === undefined ? [] : [{ name: 'Channel since', value: dayWords(startedAt) }]),
  ];
}
