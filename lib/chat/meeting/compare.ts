import { statusOf } from '../../channel/channel';
import { digitsOf } from '../../channel/comparison';
import { endSessions } from '../../channel/send';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { Entry } from '../book';
import type { PeerDevice } from '../records';
import { type MeetingParts, type Next, NOTHING, noted, type Session } from './context';
import { look } from './look';
import { statusFrom } from './standing';

/** How far back a line about the same comparison is looked for. */
const LOOKED_AT = 50;

/** Two people have compared the digits of their channel by voice: it decides about the certificate, everywhere. */
export function createCompare(parts: MeetingParts, session: Session) {
  const { book, certificates } = parts;

  const isOpen = async (entry: Entry): Promise<boolean> => {
    const account = await session.account();
    return statusFrom(await look(certificates, entry, account?.user)).channel === 'open';
  };
  /** Exactly what is shown now: the digits of an earlier session say nothing about this one. */
  const isShown = async (entry: Entry, comparison: string): Promise<boolean> => {
    const words = entry.channel && statusOf(entry.channel).comparison;
    return (await isOpen(entry)) && words !== undefined && digitsOf(words) === comparison;
  };
  const isNoted = async (id: ConversationId): Promise<boolean> =>
    (await book.messages(id, undefined, LOOKED_AT)).some(
      ({ content }) => content?.body.kind === 'note' && content.body.note === 'verified',
    );

  /** In a step. */
  const decided = async (id: ConversationId, entry: Entry, peer: PeerDevice, same: boolean): Promise<Next> => {
    const before = await certificates.decisionOn(peer.certificate);
    await certificates.decide(peer.certificate, same ? 'verified' : 'refused');
    parts.announce('contacts');
    if (!same && entry.channel !== undefined) {
      // Somebody may stand between the two: nothing more is said in these sessions, not even that they are over.
      return { change: { entries: [{ ...entry, channel: endSessions(entry.channel, parts).channel }] }, notices: [] };
    }
    // Asked again after the background died between the decision and its line.
    if (before === 'verified' && (await isNoted(id))) return NOTHING;
    return { change: await noted(parts, {}, entry, 'verified'), notices: [] };
  };

  return {
    compared: (id: ConversationId, comparison: string, same: boolean): Promise<void> =>
      session.step(async () => {
        const entry = await book.entry(id);
        const { peer } = entry.record;
        if (peer === undefined || !(await isShown(entry, comparison))) throw new AppError('chat/compare-again');
        return decided(id, entry, peer, same);
      }),

    /** The words of a call hang on the certificate that its channel is open with now, and say nothing of another. */
    comparedInCall: (id: ConversationId, same: boolean): Promise<void> =>
      session.step(async () => {
        const entry = await book.entry(id);
        const { peer } = entry.record;
        if (peer === undefined || !(await isOpen(entry))) throw new AppError('call/not-open');
        return decided(id, entry, peer, same);
      }),
  };
}
