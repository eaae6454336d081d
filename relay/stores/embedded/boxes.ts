import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { Envelope } from '../ports';
import { idOctets, idText } from '../shared/row-ids';
import type { Database } from './database';

/** One message that waits. `live` is known of those that came, or were read, since the mailbox was opened. */
export type Held = {
  readonly place: number;
  readonly octets: number;
  readonly live: { readonly sender: DeviceId; readonly kind: Envelope['kind']; readonly shared: boolean } | undefined;
};

/** What waits in one mailbox, as the tables have it. */
export type Box = {
  readonly number: number;
  readonly device: DeviceId;
  /** What came or was read lately: nearly all that is acknowledged. Everything where it is `complete`. */
  readonly held: Map<MessageId, Held>;
  complete: boolean;
  messages: number;
  octets: number;
};

/** Mailboxes that were used lately, so that neither quota nor acknowledgement has to search. */
export type Boxes = {
  find(device: DeviceId): Box | undefined;
  findByNumber(number: number): Box | undefined;
  /** Makes the mailbox where the device has none. */
  open(device: DeviceId): Box;
  /** A message is in the box now; `take` is its end. */
  put(box: Box, id: MessageId, held: Held): void;
  take(box: Box, id: MessageId, held: Held): void;
  /** It is known to be in the box, and need not be searched. */
  note(box: Box, id: MessageId, held: Held): void;
  /** Undefined where it is not in the box. */
  held(box: Box, id: MessageId): Held | undefined;
  /** All messages of the box. */
  fill(box: Box): void;
  forget(device: DeviceId): void;
  /** Between two commits: lets go of all where there are too many. They are read again when needed. */
  trim(): void;
  clear(): void;
};

/** About 300 octets of memory for each mailbox, and 200 for each message that is held. */
const MOST_BOXES = 50_000;
const MOST_HELD = 500_000;

export function createBoxes(database: Database): Boxes {
  const byDevice = database.prepare<[number: number]>('SELECT number FROM mailboxes WHERE device = ?');
  const byNumber = database.prepare<[device: Uint8Array]>('SELECT device FROM mailboxes WHERE number = ?');
  const insert = database.prepare<[number: number]>('INSERT INTO mailboxes (device) VALUES (?) RETURNING number');
  const waiting = database.prepare<[id: Uint8Array, place: number, octets: number]>(
    'SELECT id, place, octets FROM waiting WHERE mailbox = ? ORDER BY place',
  );
  const sums = database.prepare<[messages: number, octets: number | null]>(
    'SELECT count(*), sum(octets) FROM waiting WHERE mailbox = ?',
  );
  const known = new Map<DeviceId, Box>();
  let count = 0;

  const note = (box: Box, id: MessageId, held: Held): void => {
    if (box.held.has(id)) return;
    box.held.set(id, held);
    count += 1;
  };

  const fill = (box: Box): void => {
    if (box.complete) return;
    for (const [id, place, octets] of waiting.iterate(box.number))
      note(box, idText(id), { place, octets, live: undefined });
    box.complete = true;
  };

  const load = (device: DeviceId, number: number): Box => {
    const [messages = 0, octets = 0] = sums.get(number) ?? [];
    const box: Box = { number, device, held: new Map(), complete: messages === 0, messages, octets: octets ?? 0 };
    known.set(device, box);
    return box;
  };

  const find = (device: DeviceId): Box | undefined => {
    const box = known.get(device);
    if (box !== undefined) return box;
    const row = byDevice.get(idOctets(device));
    return row === undefined ? undefined : load(device, row[0]);
  };
  const clear = (): void => {
    known.clear();
    count = 0;
  };

  return {
    find,
    findByNumber: (number) => {
      const row = byNumber.get(number);
      return row === undefined ? undefined : find(idText(row[0]));
    },
    open: (device) => {
      const box = find(device);
      if (box !== undefined) return box;
      const [number = 0] = insert.get(idOctets(device)) ?? [];
      return load(device, number);
    },
    put: (box, id, held) => {
      note(box, id, held);
      box.messages += 1;
      box.octets += held.octets;
    },
    take: (box, id, held) => {
      if (box.held.delete(id)) count -= 1;
      box.messages -= 1;
      box.octets -= held.octets;
    },
    note,
    held: (box, id) => {
      const held = box.held.get(id);
      if (held !== undefined || box.complete) return held;
      fill(box);
      return box.held.get(id);
    },
    fill,
    forget: (device) => void known.delete(device),
    trim: () => {
      if (known.size > MOST_BOXES || count > MOST_HELD) clear();
    },
    clear,
  };
}
