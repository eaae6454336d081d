import { endSessions } from '../../channel/send';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import { type MeetingParts, NOTHING, noted, type Session } from './context';
import { decisionFor } from './look';
import { replacePeer } from './settle';
import { isAccepted } from './standing';

/** Ends the channel: its keys are gone with this step, and what tells the other is sealed before. */
export const createEnd =
  (parts: MeetingParts, session: Session) =>
  (id: ConversationId): Promise<void> =>
    session.step(async () => {
      const { record, channel } = await parts.book.entry(id);
      if (record.ended !== undefined) return NOTHING;
      const over = channel && endSessions(channel, parts);
      const { rival: _rival, claims: _claims, problem: _problem, openedAt: _opened, owed: _owed, ...rest } = record;
      const ended = {
        ...rest,
        ended: { by: 'me', at: parts.now() } as const,
        theyAccepted: false,
        // Who never heard of me, and whose device nobody knows, is told nothing.
        ...(record.peer === undefined ? {} : { farewell: true }),
      };
      const outbox =
        over?.payload === undefined || record.peer === undefined
          ? []
          : [parts.outbox.row({ conversation: id, to: [record.peer.device], payload: over.payload })];
      const entry = { record: ended, ...(over ? { channel: over.channel } : {}) };
      return { change: await noted(parts, { outbox }, entry, 'ended-by-me'), notices: [] };
    });

/** Goes on with another device of the same certificate, because the person said so. */
export const createAcceptDevice =
  (parts: MeetingParts, session: Session) =>
  (id: ConversationId): Promise<void> =>
    session.step(async () => {
      const { record } = await parts.book.entry(id);
      const { peer, rival } = record;
      if (rival === undefined) return NOTHING;
      // Another certificate is decided about in the certificate window, where the whole of it is seen.
      if (rival.certificate !== peer?.certificate) throw new AppError('contact/undecided');
      const { decision, usable } = await decisionFor(parts.certificates, rival);
      if (!isAccepted(decision) || !usable) throw new AppError('contact/undecided');
      return { change: { entries: [{ record: replacePeer(record, rival) }] }, notices: [] };
    });
