import { describe, expect, it } from 'vitest';
import { sealWith } from '../../../../lib/channel/crypto';
import { openSignal, type Signal, sealSignal } from '../../../../lib/chat/signals';
import { opaque, struct, uint8, uint64 } from '../../../../lib/core/wire/codec';
import { encode } from '../../../../lib/core/wire/encode';
import { kindOf, markSealed, refusalOf } from '../../../../lib/core/wire/sealed';
import { createRandom } from '../../../support/channel/random';

const random = createRandom('signals');
const [mine, theirs] = [random(32), random(32)];
const typing: Signal = { kind: 'typing', on: true };

describe('a signal', () => {
  it('is what it was, with the counter that it was given', () => {
    for (const signal of [
      typing,
      { kind: 'typing', on: false },
      { kind: 'no-trace', octets: random(3_000) },
    ] as const) {
      const payload = sealSignal(mine, 1_795_219_200_000_123, signal, random);
      expect(refusalOf(payload)).toBeUndefined();
      expect(kindOf(payload)).toBe('signal');
      expect(openSignal(mine, payload)).toEqual({ counter: 1_795_219_200_000_123, signal });
    }
  });

  it('says nothing to another key, and nothing once any octet of it was changed', () => {
    const payload = sealSignal(mine, 7, typing, random);
    expect(openSignal(theirs, payload)).toBeUndefined();
    for (let at = 0; at < payload.length; at += 1) {
      const changed = payload.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openSignal(mine, changed)).toBeUndefined();
      expect(openSignal(mine, payload.subarray(0, at))).toBeUndefined();
    }
  });

  it('has the layout that is written down: tag, nonce, sealed', () => {
    const payload = sealSignal(mine, 7, typing, () => new Uint8Array(12));
    const tag = payload.subarray(3, 11);
    const inner = encode(struct({ counter: uint64, type: uint8, body: opaque(10) }), {
      counter: 7,
      type: 1,
      body: Uint8Array.of(1),
    });
    const sealed = sealWith(mine, new Uint8Array(12), markSealed('signal', tag), inner);
    expect(payload).toEqual(markSealed('signal', Uint8Array.of(...tag, ...new Uint8Array(12), ...sealed)));
  });

  it('of a type of a later version is passed over', () => {
    const tag = sealSignal(mine, 7, typing, random).subarray(3, 11);
    const inner = encode(struct({ counter: uint64, type: uint8, body: opaque(10) }), {
      counter: 7,
      type: 9,
      body: Uint8Array.of(1),
    });
    const nonce = random(12);
    const sealed = sealWith(mine, nonce, markSealed('signal', tag), inner);
    expect(openSignal(mine, markSealed('signal', Uint8Array.of(...tag, ...nonce, ...sealed)))).toBeUndefined();
  });

  it('is never opened by octets of anybody', () => {
    for (let count = 0; count < 2_000; count += 1) {
      expect(openSignal(mine, markSealed('signal', random(count % 90)))).toBeUndefined();
      expect(openSignal(mine, random(count % 90))).toBeUndefined();
    }
  });
});
