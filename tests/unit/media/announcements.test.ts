import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAnnouncement, sealAnnouncement } from '../../../lib/media/key-box';
import { MEDIA_LIMITS } from '../../../lib/media/limits';
import { type Announcement, readAnnouncement, writeAnnouncement } from '../../../lib/media/sender-key';
import { CALL, createCallWorld, deviceOf, sealed } from '../../support/media/call';
import { flip, frameOf } from '../../support/media/octets';

const key = fc.record({
  generation: fc.nat({ max: 2 ** 32 - 1 }),
  step: fc.nat({ max: 15 }),
  key: fc.uint8Array({ minLength: 32, maxLength: 64 }),
});
const announcements: fc.Arbitrary<Announcement> = fc.record({
  suite: fc.constantFrom(4, 5),
  call: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  sender: fc.nat({ max: 15 }),
  keys: fc.array(key, { minLength: 1, maxLength: 2 }),
});

/** What anna told bert, and another one with this changed. */
function told(seed: string) {
  const world = createCallWorld({ seed });
  const { anna, bert } = world.pair();
  const announcement = anna.sender.announce()[0]?.announcement;
  const first = announcement?.keys[0];
  if (announcement === undefined || first === undefined) throw new Error('nothing announced');
  const withKey = (changes: Partial<typeof first>): Announcement => ({
    ...announcement,
    keys: [{ ...first, ...changes }],
  });
  return { ...world, anna, bert, announcement, withKey };
}

describe('an announcement', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(announcements, (one) => {
        const read = readAnnouncement(writeAnnouncement(one));
        expect(read).toEqual(one);
      }),
    );
  });

  it('is refused cut, lengthened, of another version, or out of its ranges', () => {
    const { announcement } = told('ranges');
    const octets = writeAnnouncement(announcement);
    for (let length = 0; length < octets.length; length++)
      expect(readAnnouncement(octets.slice(0, length))).toBeUndefined();
    expect(readAnnouncement(Uint8Array.of(...octets, 0))).toBeUndefined();
    expect(readAnnouncement(flip(octets, 0))).toBeUndefined();
    expect(readAnnouncement(writeAnnouncement({ ...announcement, sender: 16 }))).toBeUndefined();
    expect(readAnnouncement(writeAnnouncement({ ...announcement, keys: [] }))).toBeUndefined();
    const beyond = announcement.keys.map((one) => ({ ...one, step: 16 }));
    expect(readAnnouncement(writeAnnouncement({ ...announcement, keys: beyond }))).toBeUndefined();
  });

  it('changes nothing where it is of another call, suite or place, or of my own place', () => {
    const { bert, announcement } = told('foreign');
    const before = bert.receiver.state();
    for (const [from, one] of [
      [0, { ...announcement, call: new Uint8Array(16) }],
      [0, { ...announcement, suite: 4 }],
      [2, announcement],
      [1, { ...announcement, sender: 1 }],
    ] as const) {
      expect(bert.receiver.learn(from, one)).toEqual({ kind: 'refused', reason: 'foreign' });
    }
    expect(bert.receiver.state()).toEqual(before);
  });

  it('may come again, and is told from another key under the same name', () => {
    const { bert, announcement, withKey } = told('again');
    const before = bert.receiver.state();
    expect(bert.receiver.learn(0, announcement)).toEqual({ kind: 'learned', generation: 0 });
    const other = { kind: 'refused', reason: 'conflict' };
    expect(bert.receiver.learn(0, withKey({ key: new Uint8Array(32) }))).toEqual(other);
    expect(bert.receiver.learn(0, withKey({ step: 3, key: new Uint8Array(64) }))).toEqual(other);
    expect(bert.receiver.state()).toEqual(before);
  });

  it('of a later step is known as the same chain', () => {
    const { anna, bert } = told('later step');
    anna.sender.admit(deviceOf(5));
    const now = anna.sender.announce()[0]?.announcement;
    expect(now?.keys[0]?.step).toBe(1);
    expect(now && bert.receiver.learn(0, now).kind).toBe('learned');
  });

  it('of a generation or step that is over changes nothing', () => {
    const { anna, bert, announcement, clock, deliver } = told('stale');
    anna.sender.admit(deviceOf(5));
    bert.receiver.openNow('vp9', sealed(anna.sender, 'camera', 'vp9', frameOf('other', 9)));
    clock.pass(MEDIA_LIMITS.overlapMs);
    expect(bert.receiver.learn(0, announcement)).toEqual({ kind: 'refused', reason: 'stale' });
    deliver(anna, anna.sender.evict(deviceOf(5)), [bert]);
    clock.pass(MEDIA_LIMITS.keepMs);
    bert.receiver.sweep();
    const before = bert.receiver.state();
    expect(bert.receiver.learn(0, announcement)).toEqual({ kind: 'refused', reason: 'stale' });
    expect(bert.receiver.state()).toEqual(before);
  });

  it('of two keys that are not in order is not taken, nor one of them', () => {
    const { bert, withKey } = told('in order');
    const before = bert.receiver.state();
    const two = [5, 3].map((generation) => withKey({ generation }).keys[0]).filter((one) => one !== undefined);
    for (const keys of [two, two.map((one) => ({ ...one, generation: 4 }))]) {
      const out = bert.receiver.learn(0, { ...withKey({}), keys });
      expect(out).toEqual({ kind: 'refused', reason: 'conflict' });
    }
    expect(bert.receiver.state()).toEqual(before);
  });

  it('of many generations at once leaves a bounded number, of which no two share a number', () => {
    const { bert, withKey } = told('flood');
    for (let generation = 1; generation <= 200; generation++) {
      expect(bert.receiver.learn(0, withKey({ generation, key: new Uint8Array(32).fill(generation) })).kind).toBe(
        'learned',
      );
    }
    bert.receiver.learn(0, withKey({ generation: 232, key: new Uint8Array(32) }));
    const kept = bert.receiver.state()[0]?.generations.map(({ generation }) => generation) ?? [];
    expect(kept).toEqual([193, 194, 195, 196, 197, 198, 199, 232]);
  });
});

describe('the box of an announcement', () => {
  const random = createCallWorld({ seed: 'box' }).random;
  const boxKey = new Uint8Array(32).fill(9);

  it('opens with its key alone, and with no octet changed', () => {
    const { announcement } = told('box');
    const sealedOctets = sealAnnouncement(boxKey, random, announcement);
    expect(openAnnouncement(boxKey, sealedOctets)).toEqual({ ...announcement, call: CALL });
    expect(openAnnouncement(new Uint8Array(32), sealedOctets)).toBeUndefined();
    for (let at = 0; at < sealedOctets.length; at++) {
      expect(openAnnouncement(boxKey, flip(sealedOctets, at))).toBeUndefined();
    }
    for (let length = 0; length < sealedOctets.length; length++) {
      expect(openAnnouncement(boxKey, sealedOctets.slice(0, length))).toBeUndefined();
    }
  });
});
