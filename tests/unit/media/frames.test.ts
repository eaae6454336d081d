import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODECS } from '../../../lib/media/clear-octets';
import { keyIdOf, readKeyId, STREAMS } from '../../../lib/media/key-id';
import { MEDIA_LIMITS } from '../../../lib/media/limits';
import type { Octets } from '../../../lib/media/octets';
import { AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128 } from '../../../lib/media/suites';
import { createCallWorld, sealed } from '../../support/media/call';
import { frameOf } from '../../support/media/octets';

const SUITES = [AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128];

describe('frames of a call', () => {
  it.each(SUITES)(
    'arrive as they were, at once or later, in any mixture: suite $id',
    async (suite) => {
      const { anna, bert } = createCallWorld({ seed: 'mixture', suite }).pair();
      const frame = fc.record({
        stream: fc.constantFrom(...STREAMS),
        codec: fc.constantFrom(...CODECS),
        octets: fc.uint8Array({ minLength: 1, maxLength: 300 }),
        now: fc.tuple(fc.boolean(), fc.boolean()),
      });
      await fc.assert(
        fc.asyncProperty(frame, async ({ stream, codec, octets, now: [sealNow, openNow] }) => {
          const plain = new Uint8Array(octets);
          const out = sealNow
            ? anna.sender.sealNow(stream, codec, plain)
            : await anna.sender.seal(stream, codec, plain);
          if (out.kind !== 'sealed') throw new Error(out.reason);
          const got = openNow ? bert.receiver.openNow(codec, out.octets) : await bert.receiver.open(codec, out.octets);
          expect(got).toEqual({ kind: 'opened', frame: plain, from: { sender: 0, stream, generation: 0, step: 0 } });
        }),
        { numRuns: 200 },
      );
    },
    120_000,
  );

  it('show nothing of the frame: no 8 octets of it stand in what is sent', async () => {
    const { anna } = createCallWorld({ seed: 'nothing' }).pair();
    for (const [codec, kind] of [
      ['vp8', 'vp8-key'],
      ['vp8', 'vp8-delta'],
      ['vp9', 'other'],
      ['opus', 'other'],
    ] as const) {
      const frame = frameOf(kind, 2_000);
      const out = Buffer.from(sealed(anna.sender, 'camera', codec, frame));
      for (let at = 0; at + 8 <= frame.length; at++) {
        expect(out.includes(Buffer.from(frame.subarray(at, at + 8)))).toBe(false);
      }
    }
  }, 120_000);

  it('of equal content are never equal: each has its own counter', () => {
    const { anna } = createCallWorld({ seed: 'equal' }).pair();
    const seen = new Set(
      Array.from({ length: 300 }, () =>
        Buffer.from(sealed(anna.sender, 'microphone', 'opus', frameOf('other', 3))).toString('hex'),
      ),
    );
    expect(seen.size).toBe(300);
  });

  it('open in any order', async () => {
    const { anna, bert } = createCallWorld({ seed: 'order' }).pair();
    const payloads = Array.from({ length: 100 }, (_, at) =>
      sealed(anna.sender, 'camera', 'vp9', frameOf('other', 50, at)),
    );
    const shuffled = payloads.toSorted((a, b) => (a.at(-1) ?? 0) - (b.at(-1) ?? 0));
    const opened = await Promise.all(shuffled.map((payload) => bert.receiver.open('vp9', payload)));
    expect(opened.filter(({ kind }) => kind !== 'opened')).toEqual([]);
  });

  it('of no octets are sealed too, where the codec has such', () => {
    const { anna, bert } = createCallWorld({ seed: 'empty' }).pair();
    const out = bert.receiver.openNow('opus', sealed(anna.sender, 'microphone', 'opus', new Uint8Array()));
    expect(out).toMatchObject({ kind: 'opened', frame: new Uint8Array() });
    expect(anna.sender.sealNow('camera', 'vp8', new Uint8Array())).toEqual({ kind: 'refused', reason: 'malformed' });
  });

  it('are refused above the limit, on both sides', () => {
    const { anna, bert } = createCallWorld({ seed: 'large' }).pair();
    const large: Octets = new Uint8Array(MEDIA_LIMITS.frameOctets + 65);
    expect(anna.sender.sealNow('data', 'data', large)).toEqual({ kind: 'refused', reason: 'too-large' });
    expect(bert.receiver.openNow('data', large)).toEqual({ kind: 'refused', reason: 'too-large' });
  });

  it('are not sealed after the end of the call, nor opened', async () => {
    const { anna, bert } = createCallWorld({ seed: 'closed' }).pair();
    const payload = sealed(anna.sender, 'camera', 'vp9', frameOf('other', 50));
    bert.receiver.close();
    anna.sender.close();
    expect(await anna.sender.seal('camera', 'vp9', frameOf('other', 50))).toEqual({
      kind: 'refused',
      reason: 'closed',
    });
    expect(anna.sender.admit(anna.sender.announce()[0]?.to ?? ('' as never))).toEqual([]);
    expect(await bert.receiver.open('vp9', payload)).toEqual({ kind: 'refused', reason: 'unknown-key' });
  });
});

describe('key ids', () => {
  it('name generation, step, sender and stream, and no other does', () => {
    const name = fc.record({
      generation: fc.nat({ max: 31 }),
      step: fc.nat({ max: 15 }),
      sender: fc.nat({ max: 15 }),
      stream: fc.constantFrom(...STREAMS),
    });
    fc.assert(
      fc.property(name, (one) => {
        expect(readKeyId(keyIdOf(one))).toEqual(one);
        expect(keyIdOf(one)).toBeLessThan(65_536n);
        expect(keyIdOf({ ...one, generation: one.generation + 32 })).toBe(keyIdOf(one));
      }),
    );
  });

  it('that are out of range or of a stream that nobody has are not read', () => {
    expect([5n, 7n, 65_536n, 2n ** 64n - 1n].map(readKeyId)).toEqual(Array.from({ length: 4 }));
  });
});
