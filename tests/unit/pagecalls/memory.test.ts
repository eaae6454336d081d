import { describe, expect, it } from 'vitest';
import { meeting, whoSeesWhom } from './meeting';

describe('what is kept of a protected call', () => {
  it('holds no media key, in session memory or on disk [req 1, 3]', async () => {
    const { people, timeline } = await meeting('canary');
    const bases = new Set<string>();
    for (const person of people.all()) {
      const worker = person.frame?.worker();
      for (const { announcement } of worker?.sender.announce() ?? []) {
        for (const { key } of announcement.keys) bases.add(Buffer.from(key).toString('hex'));
      }
    }
    await timeline.run(3_000);
    expect(bases.size).toBe(2);
    for (const person of people.all()) {
      const kept = JSON.stringify([...person.memory.stored]);
      const rows = [...person.rows.values()].map((octets) => Buffer.from(octets).toString('hex')).join();
      for (const base of bases) expect(kept + rows).not.toContain(base);
      // The box keys are there, and sealed: the vault of these tests says what it sealed.
      expect(kept).toContain(Buffer.from('call line').toString('hex'));
    }
    expect(whoSeesWhom(people.all()).length).toBe(2);
  });

  it('wipes keys of others from memory when the frame has them, and when keys lock', async () => {
    const { createHeldKeys } = await import('../../../lib/pagecalls/held-keys');
    const held = createHeldKeys();
    const [frame, call] = ['f', 'c'] as never as [never, never];
    const [one, two, three] = [1, 2, 3].map((octet) => new Uint8Array(4).fill(octet));
    if (!one || !two || !three) throw new Error('nothing');
    held.give(frame, { number: 1, place: 1, octets: one });
    held.give(frame, { number: 2, place: 2, octets: two });
    held.hold(call, 3, three);
    held.taken(frame, 1);
    expect([one[0], two[0], three[0]]).toEqual([0, 2, 3]);
    expect([1, 2, 3].map((place) => held.has(call, frame, place))).toEqual([false, true, true]);
    held.clear();
    expect([one[0], two[0], three[0]]).toEqual([0, 0, 0]);
  });
});
