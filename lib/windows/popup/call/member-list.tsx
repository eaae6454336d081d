import { Status } from '../../../../components/status';
import type { PageCallMember } from '../../../core/calls';
import { memberWords, peerName } from './member-words';
import { PairWords } from './pair-words';

type MemberListProps = {
  readonly tabId: number;
  readonly members: readonly PageCallMember[];
  readonly onChange: () => void;
};

/** Everybody in the protected call but me, each with how far it is between the two of us. */
export const MemberList = ({ tabId, members, onChange }: MemberListProps) => (
  <ul class="call-members" aria-label="In the protected call">
    {members.map((member) => (
      <Member key={member.place} tabId={tabId} member={member} onChange={onChange} />
    ))}
  </ul>
);

type MemberProps = { readonly tabId: number; readonly member: PageCallMember; readonly onChange: () => void };

function Member({ tabId, member, onChange }: MemberProps) {
  const { words, tone } = memberWords(member);
  return (
    <li class="call-member" data-testid="page-call-member" data-state={member.state}>
      <strong class="clip">
        <bdi>{peerName(member.peer)}</bdi>
      </strong>
      <Status tone={tone} live>
        {words}
      </Status>
      {member.state === 'in' && <PairWords tabId={tabId} member={member} onChange={onChange} />}
    </li>
  );
}
