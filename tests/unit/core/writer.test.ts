import { expect, it } from 'vitest';
import { Writer } from '../../../lib/core/wire/writer';

it('keeps what it wrote when octets make it grow', () => {
  const writer = new Writer(4);
  writer.octets(Uint8Array.of(1, 2, 3));
  writer.octets(Uint8Array.of(4, 5, 6));
  expect([...writer.take()]).toEqual([1, 2, 3, 4, 5, 6]);
});
