import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { Envelope, Left, Stored } from '../ports';
import { idOctets, idText } from '../shared/row-ids';
import type { Box, Held } from './boxes';
import type { Database } from './database';

const KINDS = ['message', 'receipt'] as const;
const kindOf = (number: number): Envelope['kind'] => KINDS[number] ?? 'message';

type MessageRow = [place: number, id: Uint8Array, sender: Uint8Array, at: number, kind: number, payload: Uint8Array];
type Gone = [sender: Uint8Array, kind: number];
/** `shared`: it went to several. */
export type Read = { readonly stored: Stored; readonly shared: boolean };
export type Oldest = {
  readonly place: number;
  readonly id: MessageId;
  readonly at: number;
  readonly octets: number;
  readonly boxes: readonly number[];
};

/** The rows of mailboxes, one call for each change; all of it within a transaction of the caller. */
export type MailboxTables = {
  insert(place: number, id: Uint8Array, envelope: Envelope, boxes: readonly Box[], shared: boolean): void;
  /** Takes the message out of one mailbox, and out of the file with the last one. */
  take(box: Box, id: MessageId, held: Held): Left | undefined;
  read(box: Box, after: number): Iterable<Read>;
  /** The first messages, in the order of arrival, each with the mailboxes that it waits in. */
  oldest(after: number, count: number): Oldest[];
  message(place: number): Envelope | undefined;
  lastPlace(): number;
  removeMailbox(number: number): void;
};

export function createMailboxTables(database: Database): MailboxTables {
  const insertMessage = database.prepare(
    'INSERT INTO messages (place, mailbox, id, sender, at, kind, payload) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const insertWaiting = database.prepare('INSERT INTO waiting (mailbox, place, id, octets) VALUES (?, ?, ?, ?)');
  const insertShared = database.prepare('INSERT INTO shared (place, mailbox) VALUES (?, ?)');
  const deleteWaiting = database.prepare('DELETE FROM waiting WHERE mailbox = ? AND place = ?');
  const takeSole = database.prepare<Gone>(
    'DELETE FROM messages WHERE place = ? AND mailbox = ? RETURNING sender, kind',
  );
  const deleteShared = database.prepare('DELETE FROM shared WHERE place = ? AND mailbox = ?');
  const anyShared = database.prepare<[number]>('SELECT 1 FROM shared WHERE place = ? LIMIT 1');
  const showShared = database.prepare<Gone>('SELECT sender, kind FROM messages WHERE place = ?');
  const deleteMessage = database.prepare('DELETE FROM messages WHERE place = ?');
  const read = database.prepare<[...MessageRow, mailbox: number]>(
    `SELECT m.place, m.id, m.sender, m.at, m.kind, m.payload, m.mailbox FROM waiting AS w JOIN messages AS m ON m.place = w.place
     WHERE w.mailbox = ? AND w.place > ? ORDER BY w.place`,
  );
  const oldest = database.prepare<[place: number, id: Uint8Array, at: number, mailbox: number, octets: number]>(
    'SELECT place, id, at, mailbox, length(payload) FROM messages WHERE place > ? ORDER BY place LIMIT ?',
  );
  const sharers = database.prepare<[mailbox: number]>('SELECT mailbox FROM shared WHERE place = ?');
  const message = database.prepare<MessageRow>(
    'SELECT place, id, sender, at, kind, payload FROM messages WHERE place = ?',
  );
  const lastPlace = database.prepare<[place: number | null]>('SELECT max(place) FROM messages');
  const removeMailbox = database.prepare('DELETE FROM mailboxes WHERE number = ?');

  const releaseShared = (box: Box, place: number): void => {
    deleteShared.run(place, box.number);
    if (anyShared.get(place) === undefined) deleteMessage.run(place);
  };
  const takeShared = (box: Box, place: number): Gone | undefined => {
    const gone = showShared.get(place);
    releaseShared(box, place);
    return gone;
  };

  return {
    insert: (place, id, { sender, at, kind, payload }, boxes, shared) => {
      const mailbox = shared ? 0 : (boxes[0]?.number ?? 0);
      insertMessage.run(place, mailbox, id, idOctets(sender), at, KINDS.indexOf(kind), payload);
      for (const box of boxes) {
        insertWaiting.run(box.number, place, id, payload.length);
        if (shared) insertShared.run(place, box.number);
      }
    },
    take: (box, id, { place, live }) => {
      deleteWaiting.run(box.number, place);
      // Most are acknowledged soon after they came: then nothing is read back.
      if (live !== undefined) {
        if (live.shared) releaseShared(box, place);
        else deleteMessage.run(place);
        return { id, sender: live.sender, device: box.device, kind: live.kind };
      }
      const gone = takeSole.get(place, box.number) ?? takeShared(box, place);
      return gone && { id, sender: idText<DeviceId>(gone[0]), device: box.device, kind: kindOf(gone[1]) };
    },
    read: function* (box, after) {
      for (const [place, id, sender, at, kind, payload, mailbox] of read.iterate(box.number, after)) {
        const envelope = envelopeOf([place, id, sender, at, kind, payload]);
        yield { stored: { place, ...envelope }, shared: mailbox === 0 };
      }
    },
    oldest: (after, count) =>
      oldest.all(after, count).map(([place, id, at, mailbox, octets]) => ({
        place,
        id: idText<MessageId>(id),
        at,
        octets,
        boxes: mailbox === 0 ? sharers.all(place).map(([number]) => number) : [mailbox],
      })),
    message: (place) => {
      const row = message.get(place);
      return row === undefined ? undefined : envelopeOf(row);
    },
    lastPlace: () => lastPlace.get()?.[0] ?? 0,
    removeMailbox: (number) => void removeMailbox.run(number),
  };
}

const envelopeOf = ([, id, sender, at, kind, payload]: MessageRow): Envelope => ({
  id: idText<MessageId>(id),
  sender: idText<DeviceId>(sender),
  at,
  kind: kindOf(kind),
  payload,
});
