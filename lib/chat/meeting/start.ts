import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { UserId } from '../../core/wire/ids';
import type { RelayAccount } from '../../net/contract';
import type { Entry } from '../book';
import type { ConversationRecord } from '../records';
import { parseChatAddress } from './address';
import { type MeetingParts, type Next, NOTHING, type Session } from './context';
import { type Directory, readDirectory } from './directory';
import { MEETING_LIMITS } from './limits';
import { decisionFor } from './look';
import { newRecord } from './new-record';
import type { OwnDevice } from './own-device';
import { proceed } from './proceed';

/** Begins a conversation with whoever has this address, or goes on with the one that is there. */
export function createStart(parts: MeetingParts, session: Session, own: OwnDevice) {
  const { accounts, book, certificates, link, now } = parts;

  const required = async (): Promise<RelayAccount> => {
    const account = await accounts.get();
    if (account === undefined) throw new AppError('relay/not-logged-in');
    return account;
  };
  const find = async (user: UserId, mine: UserId): Promise<Entry | undefined> =>
    (await book.entries()).find(({ record }) => record.user === user && record.mine === mine);

  /** What is there already is opened without the relay, too. */
  const ask = async (user: UserId, there: Entry | undefined): Promise<Directory | ConversationId> => {
    try {
      return readDirectory(user, await link.ask('prekeys.take', { user }), now());
    } catch (error) {
      const isAway = error instanceof AppError && error.code === 'relay/unreachable';
      if (isAway && there !== undefined && there.record.ended === undefined) return there.record.id;
      throw error;
    }
  };
  /** In a step. */
  const begin = async (user: UserId, mine: UserId, directory: Directory, known: Entry | undefined): Promise<Next> => {
    const record = anew(known?.record ?? newRecord(parts, user, mine), now());
    const peer = record.peer ?? directory.listed[0]?.peer;
    if (peer === undefined) throw new AppError(directory.problem ?? 'chat/not-found');
    const entry = { ...known, record: { ...record, peer } };
    const { decision } = await decisionFor(certificates, peer);
    const first = decision === 'unknown' && record.introducedTo === undefined ? 'introduce' : undefined;
    const next = await proceed(parts, entry, mine, directory, first);
    const problem = next.change.entries?.[0]?.record.problem;
    // Nothing is kept of somebody who was never reached.
    if (known === undefined && problem !== undefined) throw new AppError(problem);
    return next;
  };

  return async (address: string): Promise<ConversationId> => {
    // Fails with `vault/locked` before anything is asked of the relay.
    await book.entries();
    const account = await required();
    const user = parseChatAddress(address, account);
    await certificates.ownForChat();
    const there = await find(user, account.user);
    if (there !== undefined && isGoing(there)) return there.record.id;
    await own.ensure(account);
    const directory = await ask(user, there);
    if (typeof directory === 'string') return directory;
    if (directory.problem !== undefined && there === undefined) throw new AppError(directory.problem);
    for (const { peer } of directory.listed) {
      const whose = await certificates.decisionOn(peer.certificate);
      if (whose === 'mine') throw new AppError('contact/own-certificate');
    }
    await session.step(async () => {
      const known = await find(user, account.user);
      return known !== undefined && isGoing(known) ? NOTHING : begin(user, account.user, directory, known);
    });
    const begun = await find(user, account.user);
    if (begun === undefined) throw new AppError('chat/not-found');
    return begun.record.id;
  };
}

/** Nothing is to be begun: it is there, or a person is asked already. */
const isGoing = ({ record, channel }: Entry): boolean =>
  record.ended === undefined && (record.rival !== undefined || (channel !== undefined && record.theyAccepted));

/** After an end, and for who asks again after a while, everything is said again. */
function anew({ farewell: _, problem: _problem, ...record }: ConversationRecord, now: number): ConversationRecord {
  const { ended, introducedTo, ...rest } = record;
  const isRecent = introducedTo !== undefined && Math.abs(now - introducedTo.at) < MEETING_LIMITS.askedAgainMs;
  if (ended === undefined && isRecent) return record;
  // Who ended it decides again whether to talk to me; what somebody said after I had ended it still counts.
  const left = ended?.by === 'them' ? { theyAccepted: false } : {};
  return { ...rest, introduced: false, ...left };
}
