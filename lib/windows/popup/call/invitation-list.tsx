import { LogIn } from 'lucide';
import { Button } from '../../../../components/button';
import { Notice } from '../../../../components/notice';
import type { PageCallView } from '../../../core/calls';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { DECISION_WORDS, hostOf } from '../../words';
import { peerName } from './member-words';

type InvitationListProps = { readonly tabId: number; readonly view: PageCallView; readonly onChange: () => void };

/** Who asks to protect a call on a page of this origin. */
export const InvitationList = ({ tabId, view, onChange }: InvitationListProps) => (
  <>
    {view.invitations.map((invitation) => (
      <Invitation
        key={invitation.call}
        tabId={tabId}
        host={hostOf(view.origin)}
        invitation={invitation}
        isIn={view.call !== undefined}
        onChange={onChange}
      />
    ))}
  </>
);

type InvitationProps = {
  readonly tabId: number;
  readonly host: string;
  readonly invitation: PageCallView['invitations'][number];
  /** In another protected call of this tab. */
  readonly isIn: boolean;
  readonly onChange: () => void;
};

function Invitation({ tabId, host, invitation, isIn, onChange }: InvitationProps) {
  const { call } = usePorts();
  const act = useAct();
  const { from, call: id } = invitation;
  const { decision } = from;
  return (
    <div data-testid="page-call-invitation">
      <Notice
        tone="attention"
        title={`${peerName(from)} asks to protect the call at ${host}`}
        live="status"
        actions={
          <>
            <Button
              kind="main"
              icon={LogIn}
              busy={act.busy}
              disabled={isIn}
              testId="page-call-join"
              onClick={() => act.run(() => call('pageCall.join', { tabId, call: id }).then(onChange))}
            >
              Join
            </Button>
            <Button
              disabled={act.busy}
              testId="page-call-decline"
              onClick={() => act.run(() => call('pageCall.decline', { call: id }).then(onChange))}
            >
              Not now
            </Button>
          </>
        }
      >
        <p>
          {decision === 'unknown' ? 'Their certificate is not decided about.' : `${DECISION_WORDS[decision].words}.`}{' '}
          {isIn
            ? 'You are in a protected call here already: leave it first.'
            : 'From then on nothing of this call goes out or is played that is not sealed.'}
        </p>
      </Notice>
      <Problem code={act.code} />
    </div>
  );
}
