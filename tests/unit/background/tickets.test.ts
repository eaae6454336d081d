import { describe, expect, it } from 'vitest';
import { createTickets } from '../../../lib/background/tickets';
import type { Sender } from '../../../lib/bus/sender';
import { AppError } from '../../../lib/core/errors';
import { LIMITS } from '../../../lib/core/limits';
import { fakeMemory } from '../../support/fake-memory';

const page: Sender = { class: 'page', tabId: 7, frameId: 2, origin: 'https://mail.example.org' as never };
const frame: Sender = { class: 'frame', tabId: 7, frameId: 9, path: '/reader.html' };

function setUp() {
  let time = 1_000;
  const memory = fakeMemory();
  const make = () => createTickets({ memory, now: () => time });
  return {
    tickets: make(),
    again: make,
    memory,
    later: (ms: number) => {
      time += ms;
    },
  };
}

describe('tickets', () => {
  it('[req 26] serves the frame that claimed first, as often as it asks, and refuses every other frame', async () => {
    const { tickets } = setUp();
    const { id } = await tickets.issue('message', page, { whole: 'armor' });
    await tickets.claim(id, frame, ['message']);
    expect((await tickets.claim(id, frame, ['message'])).claimedBy).toBe(9);
    await expect(tickets.claim(id, { ...frame, frameId: 10 }, ['message'])).rejects.toMatchObject({
      code: 'ticket/used',
    });
  });

  it('[req 26] serves one of two frames that claim at once', async () => {
    const { tickets } = setUp();
    const { id } = await tickets.issue('message', page, {});
    const claims = [frame, { ...frame, frameId: 10 }].map((sender) => tickets.claim(id, sender, ['message']));
    const outcomes = await Promise.allSettled(claims);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('lets a frame wait for a ticket that is being made, and refuses it where the making failed', async () => {
    const { tickets } = setUp();
    const [made, failed] = ['a'.repeat(32) as never, 'b'.repeat(32) as never];
    const making = Promise.withResolvers<unknown>();
    tickets.expect(
      made,
      making.promise.then(() => tickets.issue('message', page, {}, made)),
    );
    tickets.expect(failed, Promise.reject(new AppError('site/not-granted')));
    const claim = tickets.claim(made, frame, ['message']);
    await expect(tickets.claim(failed, frame, ['message'])).rejects.toMatchObject({ code: 'ticket/unknown' });
    making.resolve(undefined);
    expect((await claim).id).toBe(made);
  });

  it('[req 26] refuses a frame of another tab, another document of ours, and another purpose', async () => {
    const { tickets } = setUp();
    const { id } = await tickets.issue('message', page, {});
    await expect(tickets.claim(id, { ...frame, tabId: 8 }, ['message'])).rejects.toMatchObject({ code: 'bus/refused' });
    await expect(tickets.claim(id, { ...frame, path: '/composer.html' }, ['message'])).rejects.toMatchObject({
      code: 'bus/refused',
    });
    await expect(tickets.claim(id, frame, ['composer'])).rejects.toMatchObject({ code: 'bus/refused' });
  });

  it('[req 26] takes the number that a content script chose, and refuses one that another holds', async () => {
    const { tickets } = setUp();
    const chosen = 'c'.repeat(32) as never;
    expect((await tickets.issue('message', page, { whole: 'armor' }, chosen)).id).toBe(chosen);
    await tickets.claim(chosen, frame, ['message']);
    const others = [{ tabId: 8 }, { frameId: 3 }, { origin: 'https://evil.example.org' as never }];
    for (const other of others) {
      await expect(tickets.issue('message', { ...page, ...other }, {}, chosen)).rejects.toMatchObject({
        code: 'ticket/used',
      });
    }
    await expect(tickets.issue('composer', page, {}, chosen)).rejects.toMatchObject({ code: 'ticket/used' });
  });

  it('a number that is offered again by the same script stands, with its frame and what it was for', async () => {
    const { tickets } = setUp();
    const chosen = 'c'.repeat(32) as never;
    await tickets.issue('message', page, { whole: 'armor' }, chosen);
    await tickets.claim(chosen, frame, ['message']);
    const again = await tickets.issue('message', page, { whole: 'mime' }, chosen);
    expect(again).toMatchObject({ claimedBy: 9, detail: { whole: 'armor' } });
  });

  it('refuses an invented ticket, and one that nobody claimed in time', async () => {
    const { tickets, later } = setUp();
    await expect(tickets.claim('0'.repeat(32) as never, frame, ['message'])).rejects.toMatchObject({
      code: 'ticket/unknown',
    });
    const { id } = await tickets.issue('message', page, {});
    later(LIMITS.ticketMs + 1);
    await expect(tickets.claim(id, frame, ['message'])).rejects.toMatchObject({ code: 'ticket/unknown' });
  });

  it('goes on serving a claimed ticket after the background died, however late', async () => {
    const { tickets, again, later } = setUp();
    const { id } = await tickets.issue('composer', page, { compose: 1 });
    const composer = { ...frame, path: '/composer.html' };
    await tickets.claim(id, composer, ['composer']);
    later(LIMITS.ticketMs * 50);
    expect((await again().claim(id, composer, ['composer'])).detail).toEqual({ compose: 1 });
  });

  it('forgets the tickets of a tab that was closed and no others', async () => {
    const { tickets } = setUp();
    const gone = await tickets.issue('message', page, {});
    const kept = await tickets.issue('message', { ...page, tabId: 8 }, {});
    await tickets.forgetTab(7);
    await expect(tickets.claim(gone.id, frame, ['message'])).rejects.toMatchObject({ code: 'ticket/unknown' });
    expect((await tickets.claim(kept.id, { ...frame, tabId: 8 }, ['message'])).tabId).toBe(8);
  });

  it('leaves the oldest behind once there are many, and never fills the session memory', async () => {
    const { tickets, later, memory } = setUp();
    const first = await tickets.issue('message', page, {});
    for (let count = 0; count < 150; count++) {
      later(1);
      await tickets.issue('message', page, {});
    }
    await expect(tickets.claim(first.id, frame, ['message'])).rejects.toMatchObject({ code: 'ticket/unknown' });
    expect(memory.stored.size).toBeLessThanOrEqual(101);
  });

  it('makes room by itself where the session memory is full', async () => {
    const { memory, again } = setUp();
    const set = memory.set;
    for (let count = 0; count < 60; count++) await again().issue('message', page, {});
    memory.set = (key, value) => (memory.stored.size >= 60 ? Promise.reject(new Error('quota')) : set(key, value));
    const { id } = await again().issue('message', page, {});
    expect((await again().claim(id, frame, ['message'])).id).toBe(id);
  });
});
