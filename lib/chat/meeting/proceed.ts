import { statusOf } from '../../channel/channel';
import type { UserId } from '../../core/wire/ids';
import type { BookChange, Entry } from '../book';
import type { MeetingParts, Next } from './context';
import { type Directory, findListed } from './directory';
import { decisionFor, look } from './look';
import { merged } from './merge';
import { MOVES } from './moves';
import { type Move, nextMove } from './next-move';
import { settle, withProblem } from './settle';
import { isAccepted } from './standing';

/** More rounds than there are moves: each leads on, or to a problem. */
const ROUNDS = 6;

/** What is to be done next about this conversation, as it stands now. */
export async function moveFor(parts: MeetingParts, entry: Entry, mine: UserId): Promise<Move | undefined> {
  // Read before anything is awaited: the octets of an older state are overwritten.
  const started = entry.channel && statusOf(entry.channel).started;
  const [standing, rival] = await Promise.all([
    look(parts.certificates, entry, mine),
    decisionFor(parts.certificates, entry.record.rival),
  ]);
  const facts = { ...standing, started, rivalKnown: rival.decision !== 'unknown' };
  return nextMove(entry.record, facts, parts.now());
}

/** Everything that the relay's answer about this user makes possible, as one change. In a step. */
export async function proceed(
  parts: MeetingParts,
  before: Entry,
  mine: UserId,
  directory: Directory,
  first?: Move,
): Promise<Next> {
  const { id } = before.record;
  let entry: Entry = await settle(parts, fresh(before, directory));
  let change: BookChange = { entries: [entry] };
  const notices: Array<Next['notices'][number]> = [];
  let forced = first === 'begin' && !(await mayBegin(parts, entry, mine)) ? undefined : first;
  for (let round = 0; round < ROUNDS; round++) {
    const move = forced ?? (await moveFor(parts, entry, mine));
    forced = undefined;
    if (move === undefined) break;
    const step = await MOVES[move](parts, entry, directory);
    change = merged(change, step.change);
    notices.push(...step.notices);
    if (step.entry === undefined) return { change: { removeConversations: [id] }, notices: [] };
    entry = await settle(parts, step.entry);
    change = merged(change, { entries: [entry] });
    if (step.stop || entry.record.problem !== undefined) break;
  }
  return { change, notices };
}

/** Both have accepted, and nobody has ended it or is to decide. */
async function mayBegin({ certificates }: MeetingParts, entry: Entry, mine: UserId): Promise<boolean> {
  const { here, ended, rival, decision, usable } = await look(certificates, entry, mine);
  return here && ended === undefined && rival === undefined && isAccepted(decision) && usable;
}

/** Before a channel is made for it, a device is what the relay says last: its statement may have been renewed. */
function fresh({ record, ...entry }: Entry, directory: Directory): Entry {
  const listed = entry.channel === undefined ? findListed(directory, record.peer) : undefined;
  const known = listed === undefined ? record : { ...record, peer: listed.peer };
  return { ...entry, record: withProblem(known, undefined) };
}
