import { createChannel } from '../../channel/channel';
import type { Addressed } from '../../channel/receive';
import { isSameDevice, readStatement } from '../../channel/statement';
import type { ConversationId } from '../../core/chat';
import type { Entry } from '../book';
import type { MeetingParts, Session } from './context';
import { decisionFor } from './look';
import { signedOf, toPeer } from './peer';
import { checkPeer } from './settle';
import { isAccepted } from './standing';

export type Opening = Extract<Addressed, { kind: 'opening' }>;

/** Who may begin a session with me. `tellEnded`: somebody tries, who does not know that I have ended it. */
export function createAdmit(parts: MeetingParts, session: Session, tellEnded: (id: ConversationId) => void) {
  return async ({ user, signed }: Opening): Promise<Entry | undefined> => {
    const account = await session.account();
    const entry = (await parts.book.entries()).find(
      ({ record }) => record.user === user && record.mine === account?.user,
    );
    const claimed = readStatement(signed);
    const known = entry?.record.peer && readStatement(signedOf(entry.record.peer));
    // Another device, or other keys, is for an introduction to bring: it alone shows the certificate.
    if (entry === undefined || !claimed || !known || !isSameDevice(claimed, known)) return undefined;
    const { ended, rival, ...record } = entry.record;
    if (ended?.by === 'me') tellEnded(record.id);
    if (ended?.by === 'me' || rival !== undefined) return undefined;
    const peer = toPeer(claimed, signed);
    const { decision, usable } = await decisionFor(parts.certificates, peer);
    if (!isAccepted(decision) || !usable) return undefined;
    const checked = await checkPeer(parts, record, peer);
    if (checked.kind === 'refused') return undefined;
    return {
      record: { ...record, peer, theyAccepted: true },
      channel: entry.channel ?? createChannel(checked.statement),
    };
  };
}
