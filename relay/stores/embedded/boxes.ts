import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { Envelope } from '../ports';
import { idOctets, idText } from '../shared/row-ids';
import type { Database } from './database';

/** One message that waits. `live` is known of those that came since the mailbox was read from the file. */
export type Held = {
  readonly place: number;
  readonly octets: number;
  readonly live: { readonly sender: DeviceId; readonly kind: Envelope['kind']; readonly shared: boolean } | undefined;
};

/** What waits in one mailbox, as the tables have it. */
export type Box = {
  readonly number: number;
  readonly device: DeviceId;
  /** In order. */
  readonly held: Map<MessageId, Held>;
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
  take(box: Box, id: MessageId): void;
  forget(device: DeviceId): void;
  /** Between two commits: lets go of all where there are too many. They are read again when needed. */
  trim(): void;
  clear(): void;
};

/** About 300 octets of memory for each mailbox, and 130 for each message that waits in it. */
const MOST_BOXES = 50_000;
const MOST_WAITING = 500_000;

export function createBoxes(database: Database): Boxes {
  const byDevice = database.prepare<[number: number]>('SELECT number FROM mailboxes WHERE device = ?');
  const byNumber = database.prepare<[device: Uint8Array]>('SELECT device FROM mailboxes WHERE number = ?');
  const insert = database.prepare<[number: number]>('INSERT INTO mailboxes (device) VALUES (?) RETURNING number');
  const waiting = database.prepare<[id: Uint8Array, place: number, octets: number]>(
    'SELECT id, place, octets FROM waiting WHERE mailbox = ? ORDER BY place',
  );
  const known = new Map<DeviceId, Box>();
  let count = 0;

  const put = (box: Box, id: MessageId, held: Held): void => {
    box.held.set(id, held);
    box.octets += held.octets;
    count += 1;
  };

  const load = (device: DeviceId, number: number): Box => {
    const box: Box = { number, device, held: new Map(), octets: 0 };
    for (const [id, place, octets] of waiting.iterate(number)) put(box, idText(id), { place, octets, live: undefined });
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
    put,
    take: (box, id) => {
      box.octets -= box.held.get(id)?.octets ?? 0;
      if (box.held.delete(id)) count -= 1;
    },
    forget: (device) => void known.delete(device),
    trim: () => {
      if (known.size > MOST_BOXES || count > MOST_WAITING) clear();
    },
    clear,
  };
}
