import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearFor, codecOf, splitClear } from '../../../lib/media/clear-octets';
import { join } from '../../../lib/media/octets';
import { flip, frameOf, hex } from '../../support/media/octets';

describe('the octets in clear', () => {
  it('are ten constant ones before a VP8 key frame and one before any other VP8 frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), (octets) => {
        const frame = new Uint8Array(octets);
        const key = ((frame[0] ?? 0) & 1) === 0;
        expect(hex(clearFor('vp8', frame) ?? frame)).toBe(key ? '1000009d012a8002e001' : '11');
      }),
    );
  });

  it('say of themselves which kind of frame follows, with a start code and a size where a server looks', () => {
    const clear = clearFor('vp8', frameOf('vp8-key', 30)) ?? new Uint8Array();
    expect((clear[0] ?? 1) & 1).toBe(0);
    expect(hex(clear.subarray(3, 6))).toBe('9d012a');
    expect(new DataView(clear.buffer).getUint16(6, true) & 0x3fff).toBe(640);
    expect(new DataView(clear.buffer).getUint16(8, true) & 0x3fff).toBe(480);
  });

  it.each(['opus', 'vp9', 'data'] as const)('are none for %s', (codec) => {
    const frame = frameOf('other', 40);
    expect(clearFor(codec, frame)).toHaveLength(0);
    expect(splitClear(codec, frame)?.sealed).toEqual(frame);
  });

  it('are split from what was sealed', () => {
    for (const kind of ['vp8-key', 'vp8-delta'] as const) {
      const clear = clearFor('vp8', frameOf(kind, 20)) ?? new Uint8Array();
      const parts = splitClear('vp8', join(clear, Uint8Array.of(1, 2, 3)));
      expect(parts).toEqual({ clear, sealed: Uint8Array.of(1, 2, 3) });
    }
  });

  it('are refused with a bit changed (but for the one that makes another frame of it), and so is clear VP8', () => {
    const payload = join(clearFor('vp8', frameOf('vp8-key', 20)) ?? new Uint8Array(), new Uint8Array(30));
    for (let at = 0; at < 10; at++) {
      for (let bit = at === 0 ? 1 : 0; bit < 8; bit++) {
        expect(splitClear('vp8', flip(payload, at, 1 << bit))).toBeUndefined();
      }
    }
    for (const kind of ['vp8-key', 'vp8-delta'] as const) {
      expect(splitClear('vp8', frameOf(kind, 500))).toBeUndefined();
    }
    expect(splitClear('vp8', new Uint8Array())).toBeUndefined();
    expect(splitClear('vp8', payload.slice(0, 9))).toBeUndefined();
  });

  it('belong to three codecs of a call; all others are not sealed at all', () => {
    expect(['audio/opus', 'video/VP8', 'video/VP9'].map(codecOf)).toEqual(['opus', 'vp8', 'vp9']);
    const others = ['video/H264', 'video/AV1', 'audio/red', 'video/ulpfec', 'video/rtx', 'data', '__proto__', ''];
    expect(others.map(codecOf)).toEqual(others.map(() => undefined));
  });
});
