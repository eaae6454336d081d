import { openIntroduction } from '../../channel/introduction';
import type { OpenedIntroduction } from '../../channel/prove-introduction';
import { endSessions } from '../../channel/send';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import { toHex } from '../../core/wire/hex';
import type { UserId } from '../../core/wire/ids';
import type { BookChange, Entry } from '../book';
import type { ConversationRecord, PeerDevice } from '../records';
import { type MeetingParts, noted, type Session } from './context';
import { MEETING_LIMITS } from './limits';
import { decisionFor } from './look';
import { newRecord } from './new-record';
import { createRate } from './pauses';
import { isSamePeer, toPeer } from './peer';
import { codeOf } from './refusals';
import { isAccepted } from './standing';

type Introduced = Extract<OpenedIntroduction, { kind: 'introduced' }>;

/** One introduction after another, in a step. `later`: what is to be done once the change is kept. */
export function createReceive(parts: MeetingParts, session: Session, later: (notice?: ConversationId) => void) {
  const { book, certificates, now } = parts;
  const strangers = createRate(now, MEETING_LIMITS.strangersAnHour);
  const rivals = new Map<ConversationId, ReturnType<typeof createRate>>();
  const rateOf = (id: ConversationId) => {
    const rate = rivals.get(id) ?? createRate(now, MEETING_LIMITS.rivalsAnHour);
    rivals.set(id, rate);
    return rate;
  };

  const open = async (payload: Uint8Array, at: number): Promise<Introduced | undefined> => {
    const device = await book.device();
    if (device === undefined) return undefined;
    const opened = await openIntroduction({ device, payload, at }, { now, certificate: certificates });
    if (opened.kind === 'introduced') return opened;
    // Nobody is named by what does not hold together: it is counted, and that is all.
    const code = opened.kind === 'refused' ? codeOf(opened.reason) : 'wire/malformed';
    parts.onFailure(
      new AppError(opened.kind === 'unreadable' && opened.reason === 'version' ? 'chat/newer-version' : code),
    );
    return undefined;
  };

  const waitForMe = async (): Promise<number> => {
    const undecided = (await book.entries()).filter(({ record }) => record.introducedTo === undefined && !record.ended);
    const decisions = await Promise.all(undecided.map(({ record }) => decisionFor(certificates, record.peer)));
    return decisions.filter(({ decision }) => !isAccepted(decision)).length;
  };

  const claimed = async (said: Introduced, mine: UserId, known: Entry | undefined): Promise<BookChange> => {
    const { user } = said.from;
    const isTooMuch =
      known === undefined
        ? (await waitForMe()) >= MEETING_LIMITS.strangers || !strangers.take()
        : !rateOf(known.record.id).take();
    if (isTooMuch) {
      parts.onFailure(new AppError('chat/too-many'));
      return {};
    }
    const accepts = await acceptsMine(said);
    const record = known?.record ?? newRecord(parts, user, mine);
    const claim = {
      ...toPeer(said.from, said.signed),
      octets: toHex(said.certificate),
      at: now(),
      ...(accepts ? { accepts } : {}),
    };
    later();
    const claims = [...(record.claims ?? []), claim].slice(-MEETING_LIMITS.claims);
    return { entries: [{ ...known, record: { ...heard(record, said), claims } }] };
  };

  const acceptsMine = async ({ accepts }: Introduced): Promise<boolean> =>
    accepts !== undefined && accepts === (await certificates.ownForChat()).fingerprint;

  /** Of the device that I know already: their certificate comes along, and perhaps that they accepted mine. */
  const known = async (said: Introduced, entry: Entry): Promise<BookChange> => {
    const { record } = entry;
    const evidence = { source: 'relay', detail: record.user, at: now() } as const;
    const submitted = await certificates.submit(said.certificate, evidence);
    if (!submitted.ok) return {};
    parts.announce('contacts');
    // What they said last counts: whose certificate was deleted there is shown again, as to somebody new.
    const theyAccepted = await acceptsMine(said);
    const { ended, introducedTo, ...rest } = heard(record, said);
    const shown = introducedTo !== undefined && (theyAccepted || !record.theyAccepted) ? { introducedTo } : {};
    const { decision } = await decisionFor(certificates, record.peer);
    // Whoever ended it begins again by hand; whom the other left is met again by itself.
    const stays = ended?.by === 'me' ? { ended } : {};
    // Once: when they come for the first time, and when they come back after I ended it.
    const isNews = ended?.by === 'me' ? theyAccepted && !record.theyAccepted : record.heard === undefined;
    later(isNews && (decision === 'later' || ended !== undefined) ? record.id : undefined);
    return {
      entries: [{ ...entry, record: { ...rest, ...shown, ...stays, theyAccepted, peer: renewed(said, record) } }],
    };
  };

  const farewell = async (said: Introduced, entry: Entry): Promise<BookChange> => {
    const record = heard(entry.record, said);
    if (record.ended !== undefined) return { entries: [{ ...entry, record }] };
    const ended = { ...record, ended: { by: 'them', at: now() } as const, theyAccepted: false };
    const channel = entry.channel && endSessions(entry.channel, parts).channel;
    return noted(parts, {}, { record: ended, ...(channel ? { channel } : {}) }, 'ended-by-them');
  };

  return async (payload: Uint8Array, at = now()): Promise<BookChange> => {
    const account = await session.account();
    const said = await open(payload, at);
    if (account === undefined || said === undefined || said.from.user === account.user) return {};
    const decision = await certificates.decisionOn(said.from.certificate);
    if (decision === 'refused' || decision === 'mine') return {};
    const entry = (await book.entries()).find(
      ({ record }) => record.user === said.from.user && record.mine === account.user,
    );
    if (entry !== undefined && isOld(entry.record, said)) return {};
    const peer = toPeer(said.from, said.signed);
    if (entry !== undefined && isSamePeer(entry.record.peer, peer)) {
      return said.intent === 'end' ? farewell(said, entry) : known(said, entry);
    }
    if (said.intent === 'end') return {};
    return entry !== undefined && isSamePeer(entry.record.rival, peer)
      ? rivalAgain(said, entry)
      : claimed(said, account.user, entry);
  };

  /** The rival that the directory named shows its certificate now, or says that it accepted mine. */
  async function rivalAgain(said: Introduced, entry: Entry): Promise<BookChange> {
    const evidence = { source: 'relay', detail: entry.record.user, at: now() } as const;
    const submitted = await certificates.submit(said.certificate, evidence);
    if (!submitted.ok) return {};
    parts.announce('contacts');
    const accepts = (await acceptsMine(said)) || entry.record.rival?.accepts === true;
    const rival = { ...toPeer(said.from, said.signed), ...(accepts ? { accepts } : {}) };
    later(submitted.news === 'new' ? entry.record.id : undefined);
    return { entries: [{ ...entry, record: { ...heard(entry.record, said), rival } }] };
  }
}

const heard = (record: ConversationRecord, { id, issued, from: { device } }: Introduced): ConversationRecord => ({
  ...record,
  heardAt: { device, at: issued },
  heard: [...(record.heard ?? []), id].slice(-MEETING_LIMITS.heard),
});

/** It came before, or after one that was made later: an end must not come behind a new beginning. */
function isOld({ heard: ids = [], heardAt }: ConversationRecord, { id, issued, from }: Introduced): boolean {
  const late = heardAt?.device === from.device ? heardAt.at - issued : 0;
  return ids.includes(id) || (late > 0 && late < MEETING_LIMITS.againMs);
}

/** The same device, with the statement that it shows now. */
const renewed = (said: Introduced, { peer }: ConversationRecord): PeerDevice => ({
  ...peer,
  ...toPeer(said.from, said.signed),
});
