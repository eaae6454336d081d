import { describe, expect, it } from 'vitest';
import { createOctets } from '../../../lib/callproxy/octets';
import { capturePristine, type World } from '../../../lib/proxy/pristine';

// Node has all that is captured but MouseEvent and ProgressEvent.
const world = Object.assign(Object.create(globalThis) as World, {
  MouseEvent: class {
    get relatedTarget() {
      return null;
    }
  },
  ProgressEvent: Event,
});
const octets = createOctets(world, capturePristine(world));

describe('octets as text', () => {
  it('come back as they were, of every value and of many lengths', () => {
    for (const length of [0, 1, 255, 8_191, 8_192, 8_193, 70_000]) {
      const made = Uint8Array.from({ length }, (_, at) => at * 7);
      expect(new Uint8Array(octets.read(octets.write(made.buffer)))).toEqual(made);
    }
  });

  it('are copies of what views show, and of nothing else', () => {
    const { buffer } = Uint8Array.of(1, 2, 3, 4, 5);
    const shown = (value: unknown) => [...new Uint8Array(octets.copyOf(value) ?? new ArrayBuffer(0))];
    expect(shown(buffer)).toEqual([1, 2, 3, 4, 5]);
    expect(octets.copyOf(buffer)).not.toBe(buffer);
    expect(shown(new Uint8Array(buffer, 1, 3))).toEqual([2, 3, 4]);
    expect(shown(new DataView(buffer, 2, 2))).toEqual([3, 4]);
    expect(shown(Uint16Array.of(0x0201))).toEqual([1, 2]);
    for (const other of ['text', null, undefined, 5, {}, [], { byteLength: 3, slice: () => buffer }])
      expect(octets.copyOf(other)).toBeUndefined();
  });
});
