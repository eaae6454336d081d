import { Waiting } from '../../../../components/empty';
import { Status, type Tone } from '../../../../components/status';
import type { Origin } from '../../../core/brand';
import type { PageCallStatus, PageCallView } from '../../../core/calls';
import { sentenceFor } from '../../../core/errors';
import { pageCallWords } from '../../../core/page-call-words';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAsk } from '../../use-ask';
import { hostOf } from '../../words';
import './call.css';
import { InvitationList } from './invitation-list';
import { LeaveCall } from './leave-call';
import { MemberList } from './member-list';
import { ProtectForm } from './protect-form';

type CallPanelProps = {
  readonly tabId: number;
  readonly origin: Origin;
  /** Of a site that is not used for calls: there may be a page inside it that is. */
  readonly isInner: boolean;
};

/** The call in one tab: how it is protected, with whom, and what can be done. Everything here is ours, not the page's. */
export function CallPanel({ tabId, origin, isInner }: CallPanelProps) {
  const { call } = usePorts();
  const view = useAsk(() => call('pageCall.view', { tabId }), ['calls', 'chat', 'contacts', 'sites'], [tabId]);
  if (isInner && view.state !== 'ready') return null;
  return (
    <section class="popup-part stack popup-call" aria-label="This call">
      <h2 class="section-title">This call</h2>
      {view.state === 'failed' && <Problem code={view.code} again={view.again} />}
      {view.state === 'loading' && <Waiting lines={2} />}
      {view.state === 'ready' && view.value.origin !== origin && (
        <p class="soft wrap-anywhere">In another page in this tab: {hostOf(view.value.origin)}</p>
      )}
      {view.state === 'ready' && <CallBody tabId={tabId} view={view.value} onChange={view.again} />}
    </section>
  );
}

type CallBodyProps = { readonly tabId: number; readonly view: PageCallView; readonly onChange: () => void };

function CallBody({ tabId, view, onChange }: CallBodyProps) {
  const isIn = view.call !== undefined;
  const more = moreOf(view);
  return (
    <>
      <div class="call-status" data-testid="page-call-status" data-status={view.status}>
        <Status tone={TONES[view.status]} live>
          {pageCallWords(view)}
        </Status>
        {more !== undefined && <p class="soft small">{more}</p>}
      </div>
      <InvitationList tabId={tabId} view={view} onChange={onChange} />
      {view.members.length > 0 && (
        <MemberList tabId={tabId} status={view.status} members={view.members} onChange={onChange} />
      )}
      {view.status !== 'cannot' && view.status !== 'tampered' && (
        <ProtectForm tabId={tabId} view={view} onChange={onChange} />
      )}
      {isIn && <LeaveCall tabId={tabId} onLeft={onChange} />}
    </>
  );
}

const TONES: Readonly<Record<PageCallStatus, Tone>> = {
  off: 'quiet',
  waiting: 'waiting',
  sealed: 'neutral',
  compared: 'verified',
  blocked: 'stop',
  cannot: 'stop',
  tampered: 'stop',
};

/** What the status means and what to do, where its words alone do not say it. */
function moreOf({ status, code, live }: PageCallView): string | undefined {
  switch (status) {
    case 'off':
      return live
        ? 'A call is going on here, and Sotto does not seal it.'
        : 'Choose before the call with whom it is sealed, or join when you are asked.';
    case 'waiting':
      return code === undefined
        ? 'Until the keys are here, nothing goes out and nothing is played.'
        : sentenceFor(code);
    case 'sealed':
      return 'Read the words below aloud to each other. If they are the same, nobody is between you.';
    case 'blocked':
      return code === undefined || code === 'callpage/clear'
        ? 'Ask them to protect this call with Sotto, too.'
        : undefined;
    case 'tampered':
      return sentenceFor('callpage/tampered');
    default:
      return undefined;
  }
}
