import type { SessionId, UserId } from '../../../lib/core/wire/ids';
import type { Session } from '../ports';

const ID = 16;
/** A user id has 41 octets at most (lib/core/wire/ids.ts); one more for its length. */
const USER = 42;
const TIME = 8;
/** id, two users, start, expiry. */
const ROW = ID + 2 * USER + 2 * TIME;

/**
 * Rows of octets that can be wiped: no string and no object of a session is kept, and a row that ended is zeroed.
 * Rows have no gaps: the last one moves into the place of one that ends.
 */
export type SessionMemory = {
  readonly count: number;
  add(session: Session, expires: number): void;
  /** A copy: whoever takes it overwrites the id. */
  session(row: number): Session;
  expires(row: number): number;
  findId(id: SessionId): number;
  isOf(row: number, user: UserId): boolean;
  end(row: number): void;
  /** Everything that is held, for a test that searches it. */
  octets(): Uint8Array;
};

export function createSessionMemory(): SessionMemory {
  let rows = Buffer.alloc(64 * ROW);
  let count = 0;

  const grow = (): void => {
    const larger = Buffer.alloc(rows.length * 2);
    larger.set(rows);
    rows.fill(0);
    rows = larger;
  };
  const writeUser = (at: number, user: UserId): void => {
    rows[at] = rows.write(user, at + 1, USER - 1, 'latin1');
  };
  const userAt = (at: number): Buffer => rows.subarray(at + 1, at + 1 + (rows[at] ?? 0));

  return {
    get count() {
      return count;
    },
    add: ({ id, users, started }, expires) => {
      if (id.length !== ID || users.some((user) => user.length >= USER)) throw new TypeError('not an id');
      if ((count + 1) * ROW > rows.length) grow();
      const at = count * ROW;
      rows.set(id, at);
      for (const [index, user] of users.entries()) writeUser(at + ID + index * USER, user);
      rows.writeDoubleBE(started, at + ROW - 2 * TIME);
      rows.writeDoubleBE(expires, at + ROW - TIME);
      count += 1;
    },
    session: (row) => {
      const at = row * ROW;
      const user = (index: number): UserId => userAt(at + ID + index * USER).toString('latin1') as UserId;
      return {
        id: Uint8Array.from(rows.subarray(at, at + ID)) as Uint8Array as SessionId,
        users: [user(0), user(1)],
        started: rows.readDoubleBE(at + ROW - 2 * TIME),
      };
    },
    expires: (row) => rows.readDoubleBE(row * ROW + ROW - TIME),
    findId: (id) => {
      let row = 0;
      while (row < count && rows.compare(id, 0, ID, row * ROW, row * ROW + ID) !== 0) row++;
      return row < count ? row : -1;
    },
    isOf: (row, user) => {
      const wanted = Buffer.from(user, 'latin1');
      return [0, 1].some((index) => userAt(row * ROW + ID + index * USER).equals(wanted));
    },
    end: (row) => {
      const last = (count - 1) * ROW;
      rows.copyWithin(row * ROW, last, last + ROW);
      rows.fill(0, last, last + ROW);
      count -= 1;
    },
    octets: () => rows,
  };
}
