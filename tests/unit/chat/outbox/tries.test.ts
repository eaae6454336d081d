import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOutboxWorld, HOUR, MINUTE, OFFLINE, refused, status } from '../../../support/chat/outbox-world';

/** Time goes on, and each send is refused; answers after how many seconds each further one came. */
async function sendsOf(
  world: ReturnType<typeof createOutboxWorld>,
  life: ReturnType<typeof world.start>,
  seconds: number,
) {
  const began = world.clock.now;
  const at: number[] = [];
  let refusals = 0;
  for (let tick = 0; tick < seconds * 4; tick += 1) {
    const last = life.sent.at(-1);
    if (last !== undefined && refusals < life.sent.length) {
      refusals = life.sent.length;
      await life.outbox.onFrames([refused(last.id, 'relay/waiting')]);
    }
    const before = life.sent.length;
    world.clock.now += 250;
    await vi.advanceTimersByTimeAsync(250);
    await life.rest();
    if (life.sent.length > before) at.push((world.clock.now - began) / 1_000);
  }
  return at;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('what goes out', () => {
  it('is sent at once where the relay is there, and then waits for its word', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    const { line, row } = await life.write();
    life.outbox.flush();
    await life.rest();
    expect(life.sent.map(({ id }) => id)).toEqual([row.id]);
    expect((await life.line(line.id))?.state).toBe('sending');
    await life.outbox.onFrames([status(row.id, 'stored')]);
    expect((await life.line(line.id))?.state).toBe('stored');
    expect((await life.rows.outboxOf(row.id))?.payload).toHaveLength(0);
    await life.outbox.onFrames([status(row.id, 'delivered')]);
    expect((await life.line(line.id))?.state).toBe('delivered');
    expect(await life.rows.outboxOf(row.id)).toBeUndefined();
  });

  it('is tried five times with pauses that grow, and then only where something gives reason to', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const world = createOutboxWorld();
    const life = world.start();
    const { row } = await life.write();
    life.outbox.flush();
    await life.rest();
    const at = await sendsOf(world, life, 60);
    expect(life.sent).toHaveLength(5);
    const gaps = at.map((time, index) => time - (at[index - 1] ?? 0));
    for (const [index, gap] of gaps.entries()) {
      expect(gap).toBeGreaterThanOrEqual(2 ** index);
      expect(gap).toBeLessThanOrEqual(2 ** index + 1);
    }
    world.clock.now += HOUR;
    expect(life.sent).toHaveLength(5);
    expect(await life.rows.outboxOf(row.id)).toMatchObject({ state: 'queued', tries: 5 });
    life.outbox.flush();
    await life.rest();
    expect(life.sent).toHaveLength(6);
  });

  it('is tried again where the relay says nothing, and after the connection is back', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    await life.write();
    life.outbox.flush();
    await life.rest();
    life.outbox.flush();
    await life.rest();
    expect(life.sent).toHaveLength(1);
    world.clock.now += 20_000;
    life.outbox.flush();
    await life.rest();
    expect(life.sent).toHaveLength(2);
    life.tell(OFFLINE);
    await life.rest();
    life.tell({ phase: 'online' });
    await life.rest();
    expect(life.sent).toHaveLength(3);
    expect(new Set(life.sent.map(({ id }) => id)).size).toBe(1);
  });

  it('is given up after twelve hours, and the person is told', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    life.tell(OFFLINE);
    const { line } = await life.write();
    life.outbox.flush();
    world.clock.now += 12 * HOUR - MINUTE;
    await life.outbox.onTime();
    expect((await life.line(line.id))?.state).toBe('sending');
    expect(await life.outbox.queued()).toBe(1);
    world.clock.now += MINUTE;
    await life.outbox.onTime();
    expect(await life.line(line.id)).toMatchObject({ state: 'error', problem: 'chat/queue-over' });
    expect(await life.outbox.queued()).toBe(0);
    expect(life.sent).toHaveLength(0);
  });

  it('is expired when the relay says so, and by our own clock when it says nothing', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    const [one, other] = [await life.write(), await life.write()];
    life.outbox.flush();
    await life.rest();
    await life.outbox.onFrames([status(one.row.id, 'stored'), status(other.row.id, 'stored')]);
    await life.outbox.onFrames([status(one.row.id, 'expired')]);
    expect(await life.line(one.line.id)).toMatchObject({ state: 'error', problem: 'chat/expired' });
    world.clock.now += 72 * HOUR;
    await life.outbox.onTime();
    expect((await life.line(other.line.id))?.state).toBe('stored');
    world.clock.now += MINUTE;
    await life.outbox.onTime();
    expect(await life.line(other.line.id)).toMatchObject({ state: 'error', problem: 'chat/expired' });
  });

  it('ends at once where trying again changes nothing', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    const { line, row } = await life.write();
    life.outbox.flush();
    await life.rest();
    await life.outbox.onFrames([refused(row.id, 'relay/unknown-device')]);
    expect(await life.line(line.id)).toMatchObject({ state: 'error', problem: 'relay/unknown-device' });
    expect(await life.rows.outboxOf(row.id)).toBeUndefined();
  });

  it('waits as long as the relay asks, and that is not a try', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    const { row } = await life.write();
    life.outbox.flush();
    await life.rest();
    await life.outbox.onFrames([refused(row.id, 'relay/wait', 30_000)]);
    expect(await life.rows.outboxOf(row.id)).toMatchObject({ tries: 0, state: 'queued' });
    world.clock.now += 29_000;
    life.outbox.flush();
    await life.rest();
    expect(life.sent).toHaveLength(1);
    world.clock.now += 1_000;
    life.outbox.flush();
    await life.rest();
    expect(life.sent).toHaveLength(2);
  });

  it('says less for nothing: a late word of the relay does not take back that it was delivered', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    const { line, row } = await life.write();
    life.outbox.flush();
    await life.rest();
    await life.outbox.onFrames([status(row.id, 'delivered'), status(row.id, 'stored'), refused(row.id, 'relay/wait')]);
    expect((await life.line(line.id))?.state).toBe('delivered');
    expect(life.failures).toEqual([]);
  });

  it('leaves a line alone that says more already: their device has opened it before the relay spoke', async () => {
    const world = createOutboxWorld();
    const life = world.start();
    const { line, row } = await life.write();
    life.outbox.flush();
    await life.rest();
    await life.inStep(() => life.rows.write({ messages: [{ ...line, state: 'delivered', opened: true }] }));
    await life.outbox.onFrames([status(row.id, 'stored')]);
    expect((await life.line(line.id))?.state).toBe('delivered');
    await life.outbox.onFrames([status(row.id, 'expired')]);
    expect(await life.line(line.id)).toMatchObject({ state: 'delivered', opened: true });
  });
});
