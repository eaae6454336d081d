import type { MessageId } from '../../core/wire/ids';
import type { ChatRows, ChatWrite, OutboxRow } from '../rows';

/**
 * What is on disk, as it was last seen there. Everything but `load` is for steps, where nobody else writes.
 */
export type Queue = {
  load(): Promise<void>;
  /** From the beginning: somebody else may have cleared the disk. */
  reload(): Promise<void>;
  /** Rows that a step may have written or taken away: looked up before they are next asked for. */
  touch(ids: readonly MessageId[]): void;
  /** In a step that has touched nothing itself, the doubt about what was touched is over; in another, it is not yet. */
  settle(isOver: boolean): Promise<void>;
  /** Whether no row but these is in doubt: what is here is what is on disk. */
  isSettledBut(ids: readonly MessageId[]): boolean;
  /** These rows, which the step under way has just written. */
  wrote(written: readonly OutboxRow[]): void;
  /** What the relay does not have, as it is on disk now; changes nothing, and needs no step. */
  look(): Promise<readonly OutboxRow[]>;
  get(id: MessageId): OutboxRow | undefined;
  /** Those that the relay does not have, in their order. */
  pending(): Iterable<OutboxRow>;
  stored(): Iterable<OutboxRow>;
  ofMessage(message: MessageId): readonly OutboxRow[];
  write(change: Pick<ChatWrite, 'outbox' | 'unqueue' | 'messages'>): Promise<void>;
  /** One more than any turn so far. */
  nextTurn(now: number): number;
};

export function createQueue(rows: Pick<ChatRows, 'outbox' | 'outboxOf' | 'write'>): Queue {
  const pending = new Map<MessageId, OutboxRow>();
  const stored = new Map<MessageId, OutboxRow>();
  const byMessage = new Map<MessageId, Set<MessageId>>();
  /** Whether it was looked up since. */
  const doubtful = new Map<MessageId, boolean>();
  let loading: Promise<void> | undefined;
  let turn = 0;

  const drop = (id: MessageId): void => {
    const row = pending.get(id) ?? stored.get(id);
    pending.delete(id);
    stored.delete(id);
    if (row?.message === undefined) return;
    const ids = byMessage.get(row.message);
    ids?.delete(id);
    if (ids?.size === 0) byMessage.delete(row.message);
  };
  const put = (row: OutboxRow): void => {
    drop(row.id);
    (row.state === 'stored' ? stored : pending).set(row.id, row);
    turn = Math.max(turn, row.turn);
    if (row.message === undefined) return;
    const ids = byMessage.get(row.message) ?? new Set();
    byMessage.set(row.message, ids.add(row.id));
  };
  /** In its place, where it is there already: what goes on keeps its order. */
  const replace = (row: OutboxRow): void => {
    if (row.state !== 'stored' && pending.has(row.id)) pending.set(row.id, row);
    else put(row);
  };
  const load = (): Promise<void> => {
    loading ??= rows.outbox().then((found) => {
      for (const row of found) put(row);
    });
    return loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  };

  return {
    load,
    async reload() {
      const found = await rows.outbox();
      for (const all of [pending, stored, byMessage]) all.clear();
      for (const row of found) put(row);
      loading = Promise.resolve();
    },
    touch(ids) {
      for (const id of ids) doubtful.set(id, false);
    },
    async settle(isOver) {
      await load();
      for (const [id, isKnown] of doubtful) {
        if (isKnown && !isOver) continue;
        const row = await rows.outboxOf(id);
        if (row === undefined) drop(id);
        else put(row);
        doubtful.set(id, true);
      }
      if (isOver) doubtful.clear();
    },
    isSettledBut: (ids) => [...doubtful.keys()].every((id) => ids.includes(id)),
    wrote(written) {
      for (const row of written) {
        put(row);
        doubtful.delete(row.id);
      }
    },
    async look() {
      await load();
      const found = new Map([...pending, ...stored]);
      for (const id of [...doubtful.keys()]) {
        const row = await rows.outboxOf(id);
        if (row === undefined) found.delete(id);
        else found.set(id, row);
      }
      return [...found.values()].filter(({ state }) => state !== 'stored');
    },
    get: (id) => pending.get(id) ?? stored.get(id),
    pending: () => pending.values(),
    stored: () => stored.values(),
    ofMessage: (message) =>
      [...(byMessage.get(message) ?? [])].flatMap((id) => pending.get(id) ?? stored.get(id) ?? []),
    async write(change) {
      await rows.write(change);
      for (const row of change.outbox ?? []) replace(row);
      for (const id of change.unqueue ?? []) drop(id);
    },
    nextTurn(now) {
      turn = Math.max(turn + 1, now * 1_000);
      return turn;
    },
  };
}
