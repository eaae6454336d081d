import { describe, expect, it } from 'vitest';
import { type ChatPerson, createOpenWorld, DAY, HOUR } from '../../../support/chat/world';
import { until } from '../../../support/wait';

const find = async (person: ChatPerson, id: string) => (await person.history()).find((one) => one.id === id);
const comesTo = (person: ChatPerson, id: string, state: string) =>
  until(`it to be ${state}`, async () => (await find(person, id))?.state === state);

describe('how a message ends', () => {
  it('unfetched for 72 hours it is not delivered, within a minute of a moved clock, at both ends', async () => {
    const { anna, bert, relay, clock } = await createOpenWorld();
    bert.goOffline();
    const id = await anna.say('nobody fetches this');
    await comesTo(anna, id, 'stored');
    clock.now += 72 * HOUR;
    relay.expire();
    expect(relay.mailbox(bert.device)).toBe(0);
    await comesTo(anna, id, 'error');
    expect((await find(anna, id))?.problem).toBe('chat/expired');
    bert.goOnline();
    await bert.now.events.onTime();
    expect(await find(bert, id)).toBeUndefined();
  });

  it('so does one of which the relay never speaks again', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    bert.goOffline();
    const id = await anna.say('forgotten by the relay');
    await comesTo(anna, id, 'stored');
    await anna.lock();
    clock.now += 72 * HOUR + 60_000;
    await anna.now.events.onTime();
    expect((await anna.now.rows.message(anna.id, id))?.state).toBe('error');
  });

  it('sent again after that, it is delivered, and shown once', async () => {
    const { anna, bert, relay, clock } = await createOpenWorld();
    bert.goOffline();
    const id = await anna.say('a second time');
    await comesTo(anna, id, 'stored');
    clock.now += 72 * HOUR;
    relay.expire();
    await comesTo(anna, id, 'error');
    bert.goOnline();
    await anna.now.talking.sendAgain(anna.id, id);
    await comesTo(anna, id, 'delivered');
    expect((await bert.lines()).filter((line) => line === 'a second time')).toHaveLength(1);
    await anna.now.talking.sendAgain(anna.id, id);
    expect((await find(anna, id))?.state).toBe('delivered');
  });

  it('sent again though it had arrived, it is shown once all the same, and then known as delivered', async () => {
    const { anna, bert, relay, clock } = await createOpenWorld();
    // The relay's word and the receipt get lost: for all that anna knows, it was never fetched.
    relay.weather = {
      sent: (frame) => (frame.to[0] === anna.device ? 0 : 1),
      told: () => 0,
      delivered: () => 1,
      ordered: (all) => all,
    };
    const id = await anna.say('it had arrived');
    await until('bert to have it', async () => (await find(bert, id)) !== undefined);
    clock.now += 12 * HOUR;
    await anna.now.events.onTime();
    expect((await find(anna, id))?.problem).toBe('chat/queue-over');
    relay.weather = { sent: () => 1, told: () => 1, delivered: () => 1, ordered: (all) => all };
    await anna.now.talking.sendAgain(anna.id, id);
    await comesTo(anna, id, 'delivered');
    expect((await bert.lines()).filter((line) => line === 'it had arrived')).toHaveLength(1);
  });

  it('written without a connection it is given up after twelve hours, and can be sent again', async () => {
    const { anna, bert, move } = await createOpenWorld();
    anna.goOffline();
    const id = await anna.say('without a connection');
    expect(await anna.now.outbox.queued(anna.id)).toBe(1);
    await move(12 * HOUR);
    expect((await find(anna, id))?.problem).toBe('chat/queue-over');
    expect(await anna.now.outbox.queued(anna.id)).toBe(0);
    anna.goOnline();
    await anna.now.talking.sendAgain(anna.id, id);
    await comesTo(anna, id, 'delivered');
    expect((await find(bert, id))?.body).toEqual({ kind: 'text', text: 'without a connection' });
  });

  it('asked for twice with one id it is written once', async () => {
    const { anna, bert } = await createOpenWorld();
    const id = await anna.say('once');
    await Promise.all([anna.say('once', { id }), anna.say('once', { id })]);
    await comesTo(anna, id, 'delivered');
    expect((await bert.lines()).filter((line) => line === 'once')).toHaveLength(1);
    expect((await anna.lines()).filter((line) => line === 'once')).toHaveLength(1);
  });

  it('taken back before the relay has it, it is nowhere; after that, it stays', async () => {
    const { anna, bert } = await createOpenWorld();
    anna.goOffline();
    const id = await anna.say('taken back');
    await anna.now.talking.cancel(anna.id, id);
    expect(await find(anna, id)).toBeUndefined();
    anna.goOnline();
    const kept = await anna.say('kept');
    await comesTo(anna, kept, 'delivered');
    await anna.now.talking.cancel(anna.id, kept);
    expect(await bert.lines()).not.toContain('taken back');
    expect((await find(anna, kept))?.state).toBe('delivered');
  });

  it('a clock that is off by days on one side changes none of it', async () => {
    const { anna, bert } = await createOpenWorld();
    const before = anna.profile.now;
    anna.clockOffset = -5 * DAY;
    const id = await anna.say('from last week');
    await comesTo(anna, id, 'delivered');
    const shown = await find(bert, id);
    expect(shown?.state).toBe('received');
    anna.clockOffset = 30 * DAY;
    const next = await anna.say('from next month');
    await comesTo(anna, next, 'delivered');
    // A time that cannot be believed is not shown.
    expect(Math.abs(((await find(bert, next))?.at ?? 0) - before)).toBeLessThan(HOUR);
  });
});
