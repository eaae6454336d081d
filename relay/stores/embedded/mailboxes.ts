import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { Log } from '../../observe/ports';
import type { AppendOutcome, Envelope, Left, MailboxLimits, MailboxStore, Stored } from '../ports';
import { idOctets } from '../shared/row-ids';
import { type Box, createBoxes } from './boxes';
import type { Database } from './database';
import type { GroupCommit } from './group-commit';
import { createMailboxTables } from './mailbox-tables';
import { createSeenLog } from './seen-log';

/** Messages that one transaction takes out at most, and that one look of a walk reads. */
const AT_ONCE = 500;

export function createMailboxes(database: Database, commits: GroupCommit, log: Log): MailboxStore {
  const tables = createMailboxTables(database);
  const boxes = createBoxes(database);
  const seen = createSeenLog(database, () => log('relay/quota', { seen: 1 }));
  // No place is given twice, also where the last message has left before a restart.
  let place = Math.max(tables.lastPlace(), seen.lastPlace);

  commits.join({
    beforeCommit: () => seen.beforeCommit(place),
    afterCommit: () => {
      seen.afterCommit();
      boxes.trim();
    },
    afterRollback: () => {
      seen.afterRollback();
      boxes.clear();
    },
  });

  const append = (envelope: Envelope, to: readonly DeviceId[], limits: MailboxLimits): AppendOutcome[] => {
    const id = idOctets(envelope.id);
    const octets = envelope.payload.length;
    const live = { sender: envelope.sender, kind: envelope.kind, shared: to.length > 1 };
    const held = { place: place + 1, octets, live };
    const takers: Box[] = [];
    const outcomes = to.map((device): AppendOutcome => {
      const box = boxes.open(device);
      const print = seen.print(box, id);
      if (box.held.has(envelope.id) || seen.has(print)) return 'duplicate';
      if (box.messages >= limits.messages || box.octets + octets > limits.octets) return 'full';
      boxes.put(box, envelope.id, held);
      seen.note(print, envelope.at);
      takers.push(box);
      return 'stored';
    });
    if (takers.length > 0) {
      place += 1;
      tables.insert(place, id, envelope, takers, live.shared);
    }
    return outcomes;
  };

  const take = (box: Box, id: MessageId): Left[] => {
    const held = boxes.held(box, id);
    if (held === undefined) return [];
    boxes.take(box, id, held);
    const left = tables.take(box, id, held);
    return left === undefined ? [] : [left];
  };

  const expire = (before: number, count: number): Left[] => {
    seen.expire(before);
    const left: Left[] = [];
    for (const { id, place: there, at, octets, boxes: numbers } of tables.oldest(0, count)) {
      // The relay's clock gave the times, in the order of arrival.
      if (at >= before) break;
      for (const number of numbers) {
        if (left.length >= count) return left;
        const box = boxes.findByNumber(number);
        if (box === undefined) continue;
        boxes.note(box, id, { place: there, octets, live: undefined });
        left.push(...take(box, id));
      }
    }
    return left;
  };

  const dropSome = (device: DeviceId): boolean => {
    const box = boxes.find(device);
    if (box === undefined) return false;
    boxes.fill(box);
    for (const id of [...box.held.keys()].slice(0, AT_ONCE)) take(box, id);
    if (box.messages > 0) return true;
    tables.removeMailbox(box.number);
    boxes.forget(device);
    return false;
  };

  return {
    append: (envelope, to, limits) => commits.write(() => append(envelope, to, limits)),
    read: (device, after, most) =>
      commits.read(() => {
        const box = boxes.find(device);
        const read: Stored[] = [];
        if (box === undefined || box.messages === 0) return read;
        let octets = 0;
        for (const { stored, shared } of tables.read(box, after)) {
          const { id, place: there, sender, kind, payload } = stored;
          octets += payload.length;
          if (read.length > 0 && octets > most.octets) break;
          boxes.note(box, id, { place: there, octets: payload.length, live: { sender, kind, shared } });
          read.push(stored);
          if (read.length >= most.count) break;
        }
        return read;
      }),
    acknowledge: (device, ids) =>
      commits.write(() => {
        const box = boxes.find(device);
        return box === undefined ? [] : ids.flatMap((id) => take(box, id));
      }),
    expire: (before, count) => commits.write(() => expire(before, count)),
    drop: async (device) => {
      while (await commits.write(() => dropSome(device)));
    },
    all: async function* () {
      for (let after = 0; ; ) {
        const some = await commits.read(() => tables.oldest(after, AT_ONCE));
        for (const { place: at, boxes: numbers } of some) {
          after = at;
          const envelope = await commits.read(() => tables.message(at));
          const to = await commits.read(() => numbers.flatMap((number) => boxes.findByNumber(number)?.device ?? []));
          if (envelope !== undefined && to.length > 0) yield { envelope, to };
        }
        if (some.length < AT_ONCE) return;
      }
    },
  };
}
