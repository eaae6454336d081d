import { useState } from 'preact/hooks';
import { Status } from '../../../../components/status';
import type { PageCallMember, PageCallStatus } from '../../../core/calls';
import { isStopped } from '../../../core/page-call-words';
import { DIFFERS, memberWords, peerName } from './member-words';
import { Differ, PairWords } from './pair-words';

type MemberListProps = {
  readonly tabId: number;
  readonly status: PageCallStatus;
  readonly members: readonly PageCallMember[];
  readonly onChange: () => void;
};

/** Everybody in the protected call but me, each with how far it is between the two of us. */
export const MemberList = ({ tabId, status, members, onChange }: MemberListProps) => (
  <ul class="call-members" aria-label="In the protected call">
    {members.map((member) => (
      <Member key={member.place} tabId={tabId} status={status} member={member} onChange={onChange} />
    ))}
  </ul>
);

type MemberProps = {
  readonly tabId: number;
  readonly status: PageCallStatus;
  readonly member: PageCallMember;
  readonly onChange: () => void;
};

function Member({ tabId, status, member, onChange }: MemberProps) {
  // Nothing goes through this call any more: there is nobody to read words aloud to.
  const isOver = status === 'cannot' || status === 'tampered';
  const [differs, setDiffers] = useState(false);
  const said = differs ? DIFFERS : memberWords(member, isStopped(status));
  const isHere = member.state === 'in' && !isOver;
  return (
    <li class="call-member" data-testid="page-call-member" data-state={member.state}>
      <strong class="clip">
        <bdi>{peerName(member.peer)}</bdi>
      </strong>
      <Status tone={said.tone} live>
        {said.words}
      </Status>
      {said === DIFFERS && !isHere && <Differ />}
      {isHere && <PairWords tabId={tabId} member={member} onChange={onChange} onDiffer={() => setDiffers(true)} />}
    </li>
  );
}
