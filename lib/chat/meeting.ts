import type { ConversationId } from '../core/chat';
import { AppError } from '../core/errors';
import { createAdmit } from './meeting/admit';
import { createAdvance } from './meeting/advance';
import { createCompare } from './meeting/compare';
import { createSession, type MeetingParts, NOTHING } from './meeting/context';
import { createAcceptDevice, createEnd } from './meeting/end';
import { look } from './meeting/look';
import { createOwnDevice } from './meeting/own-device';
import { createReceive } from './meeting/receive';
import { createRenew } from './meeting/renew';
import { statusFrom } from './meeting/standing';
import { createStart } from './meeting/start';
import type { Meeting } from './seams';

/**
 * Who somebody is, who accepted whom, and the beginning and end of channels. Nothing goes out to a device before its
 * certificate is accepted but my introduction; everything is on disk before it goes out.
 */
export function createMeeting(parts: MeetingParts): Meeting {
  const { accounts, book, certificates, link } = parts;
  const session = createSession(parts);
  const own = createOwnDevice(parts);
  const advance = createAdvance(parts, session);
  const acceptDevice = createAcceptDevice(parts, session);
  const compare = createCompare(parts, session);
  const end = createEnd(parts, session);
  let preparing: Promise<void> | undefined;
  /** Asked for while it ran: what it has looked at may have changed since. */
  let isAskedAgain = false;

  const quietly = (work: () => Promise<unknown>): void => {
    work().catch(parts.onFailure);
  };
  /** Once the step under way is kept: what it makes possible is done, and a person is told. */
  const later = (asks?: ConversationId): void =>
    quietly(async () => {
      await book.step(() => Promise.resolve());
      if (asks !== undefined) await session.tell({ id: asks, kind: 'request' });
      await advance.all();
    });
  const tellEnded = (id: ConversationId): void =>
    quietly(async () => {
      await session.step(async () => {
        const { record, ...entry } = await book.entry(id);
        if (record.ended?.by !== 'me' || record.farewell) return NOTHING;
        return { change: { entries: [{ ...entry, record: { ...record, farewell: true } }] }, notices: [] };
      });
      await advance.all();
    });
  const thenAdvance = async (work: Promise<void>): Promise<void> => {
    await work;
    quietly(advance.all);
  };

  const prepareOnce = async (): Promise<void> => {
    const account = await session.account();
    if (account === undefined) return;
    await own.ensure(account);
    if (link.state().phase === 'online') await own.publish(account);
    if (advance.isDue()) await advance.all();
  };
  const prepare = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      await prepareOnce();
    } while (isAskedAgain);
  };

  return {
    start: createStart(parts, session, own),
    async status(entry) {
      const mine = accounts.get().then((account) => account?.user);
      return statusFrom(await look(certificates, entry, mine));
    },
    receive: createReceive(parts, session, later),
    admit: createAdmit(parts, session, tellEnded),
    renew: createRenew(parts, advance),
    advance: advance.all,
    compared: (id, comparison, same) => thenAdvance(compare.compared(id, comparison, same)),
    comparedInCall: (id, same) => thenAdvance(compare.comparedInCall(id, same)),
    acceptDevice: (id) => thenAdvance(acceptDevice(id)),
    end: (id) => thenAdvance(end(id)),

    prepareDevice() {
      isAskedAgain = preparing !== undefined;
      preparing ??= prepare()
        .catch((error: unknown) => {
          // A relay that is away is told by the state of the link, and asked again when it is back.
          if (!(error instanceof AppError) || error.code !== 'relay/unreachable') throw error;
        })
        .finally(() => {
          preparing = undefined;
        });
      return preparing;
    },
  };
}
