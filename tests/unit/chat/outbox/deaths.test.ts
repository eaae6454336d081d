import { describe, expect, it } from 'vitest';
import { CONVERSATION, createOutboxWorld, DEVICE, HOUR, OFFLINE, status } from '../../../support/chat/outbox-world';
import { newFuse } from '../../../support/mortal';

describe('an outbox whose background dies', () => {
  it('sends what it left, in its order, with the same ids', async () => {
    const world = createOutboxWorld();
    const first = world.start();
    first.tell(OFFLINE);
    const written = [await first.write(), await first.write(), await first.write()];
    const second = world.start();
    second.tell({ phase: 'online' });
    await second.rest();
    expect(second.sent.map(({ id }) => id)).toEqual(written.map(({ row }) => row.id));
  });

  it('counts a try before it is made, so that none is made unseen', async () => {
    const world = createOutboxWorld();
    const fuse = newFuse();
    const first = world.start(fuse);
    const { row } = await first.write();
    fuse.dieBefore = fuse.writes + 1;
    first.outbox.flush();
    await first.rest();
    expect(first.sent).toEqual([]);
    const second = world.start();
    second.outbox.flush();
    await second.rest();
    expect(second.sent).toHaveLength(1);
    expect(await second.rows.outboxOf(row.id)).toMatchObject({ tries: 1, state: 'sent' });
  });

  it('hears again what it heard when it died, and says it once', async () => {
    const world = createOutboxWorld();
    const fuse = newFuse();
    const first = world.start(fuse);
    const { line, row } = await first.write();
    first.outbox.flush();
    await first.rest();
    fuse.dieBefore = 0;
    await expect(first.outbox.onFrames([status(row.id, 'delivered')])).rejects.toThrow();
    const second = world.start();
    second.outbox.flush();
    await second.rest();
    // The relay knows the id: it says again that it is delivered.
    await second.outbox.onFrames([status(row.id, 'delivered')]);
    expect((await second.line(line.id))?.state).toBe('delivered');
  });

  it('does not send what a step wrote down and did not keep', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    life.outbox.row({ conversation: 'c' as never, to: ['d' as never], payload: Uint8Array.of(1) });
    life.outbox.flush();
    await life.rest();
    expect(life.sent).toEqual([]);
    expect(await life.outbox.queued()).toBe(0);
  });

  it('sends what a step wrote that asked what waits in between', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    await life.inStep(async () => {
      const row = life.outbox.row({ conversation: CONVERSATION, to: [DEVICE], payload: Uint8Array.of(1) });
      expect(await life.outbox.pending(CONVERSATION)).toEqual([]);
      await life.rows.write({ outbox: [row] });
    });
    life.outbox.flush();
    await life.rest();
    expect(life.sent).toHaveLength(1);
  });

  it('whose account is left sends nothing of it under the next one', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    life.tell(OFFLINE);
    const { line } = await life.write();
    expect(await life.outbox.queued()).toBe(1);
    await life.outbox.abandon();
    expect(await life.line(line.id)).toMatchObject({ state: 'error', problem: 'relay/not-logged-in' });
    const other = await life.write();
    await life.outbox.onTime();
    // The disk is cleared behind its back.
    await life.inStep(() => life.rows.write({ unqueue: [other.row.id] }));
    life.tell({ phase: 'online' });
    await life.rest();
    expect(life.sent).toEqual([]);
    expect(await life.outbox.queued()).toBe(0);
  });

  it('starts the time of a message when the relay has it, without any key', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    const gone: number[] = [];
    life.outbox.onGoneAt((at) => gone.push(at));
    const { line, row } = await life.write({ from: 'arrival', ms: HOUR });
    const reading = await life.write({ from: 'reading', ms: HOUR });
    life.outbox.flush();
    await life.rest();
    await life.outbox.onFrames([status(row.id, 'stored'), status(reading.row.id, 'stored')]);
    expect((await life.line(line.id))?.goneAt).toBe(world.clock.now + HOUR);
    expect((await life.line(reading.line.id))?.goneAt).toBeUndefined();
    expect(gone).toEqual([world.clock.now + HOUR]);
    // Delivered later: it does not begin anew.
    world.clock.now += 60_000;
    await life.outbox.onFrames([status(row.id, 'delivered')]);
    expect((await life.line(line.id))?.goneAt).toBe(world.clock.now - 60_000 + HOUR);
  });
});
