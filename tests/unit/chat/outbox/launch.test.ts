import { describe, expect, it } from 'vitest';
import { OUTBOX_LIMITS } from '../../../../lib/chat/outbox/limits';
import type { OutboxRow } from '../../../../lib/chat/rows';
import { CONVERSATION, createOutboxWorld, DEVICE, OFFLINE, refused, status } from '../../../support/chat/outbox-world';
import { newFuse } from '../../../support/mortal';

type Life = ReturnType<ReturnType<typeof createOutboxWorld>['start']>;

const make = (life: Life): OutboxRow =>
  life.outbox.row({ conversation: CONVERSATION, to: [DEVICE], payload: Uint8Array.of(1) });

/** As talking does it: made, written once, gone. Answers whether it went with its write. */
const launch = (life: Life, rows: readonly OutboxRow[]) =>
  life.inStep(async () => {
    const launched = life.outbox.launch(rows);
    await life.rows.write({ outbox: launched?.rows ?? rows });
    launched?.go();
    return launched !== undefined;
  });

/** Whose queue is read: the first flush of a connection does that. */
async function ready(life: Life): Promise<void> {
  life.outbox.flush();
  await life.rest();
}

describe('a message that goes out with its first write', () => {
  it('is written once before it goes, as tried, and is not sent again by a flush', async () => {
    const fuse = newFuse();
    const life = createOutboxWorld().start(fuse);
    await ready(life);
    const row = make(life);
    const before = fuse.writes;
    expect(await launch(life, [row])).toBe(true);
    expect(fuse.writes - before).toBe(1);
    expect(life.sent.map(({ id }) => id)).toEqual([row.id]);
    expect(await life.rows.outboxOf(row.id)).toMatchObject({ tries: 1, state: 'sent' });
    await ready(life);
    expect(life.sent).toHaveLength(1);
    await life.outbox.onFrames([status(row.id, 'delivered')]);
    expect(await life.rows.outboxOf(row.id)).toBeUndefined();
  });

  it('is sent by the next background, with the same id, where this one died behind the write', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    await ready(life);
    const row = make(life);
    await life.inStep(() => life.rows.write({ outbox: life.outbox.launch([row])?.rows ?? [] }));
    expect(life.sent).toEqual([]);
    const next = world.start();
    await ready(next);
    expect(next.sent.map(({ id }) => id)).toEqual([row.id]);
  });

  it('is not known to a queue whose write failed', async () => {
    const fuse = newFuse();
    const life = createOutboxWorld().start(fuse);
    await ready(life);
    fuse.dieBefore = fuse.writes + 1;
    await expect(launch(life, [make(life)])).rejects.toThrow();
    fuse.dieBefore = Number.POSITIVE_INFINITY;
    await ready(life);
    expect(life.sent).toEqual([]);
  });

  it('waits behind what was written before it, and keeps the order', async () => {
    const life = createOutboxWorld().start();
    await ready(life);
    const { row: first } = await life.write();
    const second = make(life);
    expect(await launch(life, [second])).toBe(false);
    await ready(life);
    expect(life.sent.map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it('waits behind one that is to be tried again', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    await ready(life);
    const first = make(life);
    expect(await launch(life, [first])).toBe(true);
    await life.outbox.onFrames([refused(first.id, 'relay/internal')]);
    await ready(life);
    world.clock.now += 5_000;
    const second = make(life);
    expect(await launch(life, [second])).toBe(false);
    await ready(life);
    expect(life.sent.map(({ id }) => id)).toEqual([first.id, first.id, second.id]);
  });

  it('waits where nobody is there, where the queue was not read yet, and where too many are on their way', async () => {
    const life = createOutboxWorld().start();
    expect(await launch(life, [make(life)])).toBe(false);
    await ready(life);
    life.tell(OFFLINE);
    expect(await launch(life, [make(life)])).toBe(false);
    life.tell({ phase: 'online' });
    await ready(life);
    const onTheirWay = new Set(life.sent.map(({ id }) => id)).size;
    expect(onTheirWay).toBe(2);
    for (let count = onTheirWay; count < OUTBOX_LIMITS.window; count += 1) {
      expect(await launch(life, [make(life)])).toBe(true);
    }
    expect(await launch(life, [make(life)])).toBe(false);
  });
});
