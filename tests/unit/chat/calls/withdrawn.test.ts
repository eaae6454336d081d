import { describe, expect, it } from 'vitest';
import { FAIR } from '../../../support/chat/fake-relay';
import { type ChatPerson, createOpenWorld, HOUR } from '../../../support/chat/world';
import { until } from '../../../support/wait';
import { heard, hears, numbered, signal } from './calls';

const MINUTE = 60_000;
const missing = async ({ now, id }: ChatPerson) => (await now.book.entry(id)).record.missing;

describe('what is said about a call while the relay is away', () => {
  it('goes out when the relay is back within the minute', async () => {
    const { anna, bert, move } = await createOpenWorld();
    anna.goOffline();
    await signal(anna, numbered(1));
    await move(MINUTE / 2);
    anna.goOnline();
    await hears(bert, 1);
    expect(heard(bert)).toEqual([1]);
  });

  it('goes out no more after it, rings nowhere, and nobody is told that a message is missing', async () => {
    const { anna, bert, move, relay, failures } = await createOpenWorld();
    await until('anna to be done', async () => (await anna.now.rows.outbox()).length === 0);
    const seen = relay.seen.length;
    anna.goOffline();
    for (const number of [1, 2, 3]) await signal(anna, numbered(number));
    await move(MINUTE);
    await move(HOUR);
    anna.goOnline();
    await anna.say('an hour later');
    await signal(anna, numbered(4));
    await hears(bert, 1);
    await until('it', async () => (await bert.lines()).includes('an hour later'));
    await until('nothing to be missing', async () => (await missing(bert)) === 0);
    expect(heard(bert)).toEqual([4]);
    expect(await bert.lines()).toEqual(['[opened]', 'an hour later']);
    // What was taken back, the message, what is said now: the three are not among them.
    expect(relay.seen.length - seen).toBe(3);
    expect(failures()).toEqual([]);
  });

  it('goes out no more, whether time was looked at in between or not, also after a restart while locked', async () => {
    const { anna, bert, clock, move } = await createOpenWorld();
    anna.goOffline();
    await signal(anna, numbered(1));
    await anna.lock();
    clock.now += 2 * MINUTE;
    await anna.restart();
    await move(MINUTE);
    expect(bert.now.calls).toEqual([]);
    await anna.unlock();
    await anna.say('now');
    await until('it', async () => (await bert.lines()).includes('now'));
    await until('nothing to be missing', async () => (await missing(bert)) === 0);
    expect(await bert.lines()).toEqual(['[opened]', 'now']);
    expect(bert.now.calls).toEqual([]);
  });

  it('goes out no more, even where nothing has looked at the time since', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    anna.goOffline();
    await signal(anna, numbered(1));
    clock.now += MINUTE;
    anna.goOnline();
    await anna.say('now');
    await until('it', async () => (await bert.lines()).includes('now'));
    expect(bert.now.calls).toEqual([]);
    await anna.now.events.onTime();
    await until('nothing to be missing', async () => (await missing(bert)) === 0);
    expect(await bert.lines()).toEqual(['[opened]', 'now']);
  });

  it('says nothing of what was lost beside it: a message that is missing stays missing', async () => {
    const { anna, bert, relay, move } = await createOpenWorld();
    relay.weather = { ...FAIR, delivered: () => 0 };
    await anna.say('held back');
    await until('the relay to have it', () => relay.mailbox(bert.device) === 1);
    relay.weather = FAIR;
    anna.goOffline();
    await signal(anna, numbered(1));
    await move(2 * MINUTE);
    anna.goOnline();
    await anna.say('later');
    await until('it', async () => (await bert.lines()).includes('later'));
    await until('one to be missing', async () => (await missing(bert)) === 1);
    expect(await bert.lines()).toContain('[lost 1]');
    bert.goOffline();
    bert.goOnline();
    await until('it', async () => (await bert.lines()).includes('held back'));
    expect(await bert.lines()).not.toContain('[lost 1]');
  });

  it('that came all the same hides no message that a relay keeps back', async () => {
    const { anna, bert, relay, move } = await createOpenWorld();
    // The relay takes what is said about the call and answers nothing; it keeps the message after it back for ever.
    relay.weather = { ...FAIR, told: () => 0, delivered: () => 0 };
    await signal(anna, numbered(1));
    await anna.say('kept back');
    await until('the relay to have both', () => relay.mailbox(bert.device) === 2);
    anna.goOffline();
    await move(2 * MINUTE);
    relay.weather = FAIR;
    // The line of what was kept back is never sent again in this session.
    const [held] = (await anna.now.rows.outbox()).filter(({ message }) => message !== undefined);
    await anna.now.rows.write({ unqueue: [held?.id ?? anna.id] as never });
    anna.goOnline();
    await anna.say('later');
    await until('it', async () => (await bert.lines()).includes('later'));
    await until('one to be missing', async () => (await missing(bert)) === 1);
    // Now the relay brings what was said about the call.
    relay.weather = { ...FAIR, ordered: (frames) => frames.slice(0, 1) };
    bert.goOffline();
    bert.goOnline();
    await hears(bert, 1);
    expect(await missing(bert)).toBe(1);
    expect(await bert.lines()).toContain('[lost 1]');
  });
});
