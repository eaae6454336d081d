import type { MessageId } from '../../../lib/core/wire/ids';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import type { Member } from '../server/stage';

/** Sends so many in one packet, and answers their ids. */
export function sendMany(from: Member, to: Pick<Member, 'device'>, count: number, octets = 60): MessageId[] {
  const ids = Array.from({ length: count }, newMessageId);
  from.send(...ids.map((id) => ({ kind: 'send' as const, id, to: [to.device], payload: sealedPayload(octets) })));
  return ids;
}

/** Takes the next so many messages and acknowledges each; answers their ids in the order of arrival. */
export async function receive(at: Member, count: number): Promise<MessageId[]> {
  const ids: MessageId[] = [];
  while (ids.length < count) {
    const { id } = await at.next('deliver');
    ids.push(id);
    at.send({ kind: 'acknowledge', ids: [id] });
  }
  return ids;
}

/** Waits until the sender hears this of its message. */
export const told = (at: Member, id: MessageId, state: 'stored' | 'delivered' | 'expired') =>
  at.next('status', (frame) => frame.id === id && frame.state === state);
