// The presentation language of docs/protocol.md, section 1, written from that text alone.

export const uint8 = (value: number): Buffer => Buffer.of(value);
export function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
}
export function uint64(value: number): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(value));
  return octets;
}

function length(value: number): Buffer {
  if (value < 64) return Buffer.of(value);
  if (value < 16_384) return Buffer.of(0x40 | (value >> 8), value & 0xff);
  return uint32(0x80000000 + value);
}

export const opaque = (octets: Uint8Array): Buffer => Buffer.concat([length(octets.length), octets]);
export const optional = (octets: Uint8Array | undefined): Buffer =>
  octets ? Buffer.concat([Buffer.of(1), octets]) : Buffer.of(0);
export const join = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

export function createInput(octets: Uint8Array) {
  const buffer = Buffer.from(octets);
  let at = 0;
  const take = (count: number): Buffer => {
    if (at + count > buffer.length) throw new Error('cut');
    at += count;
    return buffer.subarray(at - count, at);
  };
  const readLength = (): number => {
    const first = take(1).readUInt8();
    const size = first >> 6;
    if (size === 3) throw new Error('length');
    if (size === 0) return first;
    const value =
      size === 1 ? (first & 0x3f) * 256 + take(1).readUInt8() : (first & 0x3f) * 2 ** 24 + take(3).readUIntBE(0, 3);
    if (value < (size === 1 ? 64 : 16_384)) throw new Error('length is not in its shortest form');
    return value;
  };
  const flag = (): boolean => {
    const value = take(1).readUInt8();
    if (value > 1) throw new Error('optional');
    return value === 1;
  };
  return {
    take,
    uint8: () => take(1).readUInt8(),
    uint32: () => take(4).readUInt32BE(),
    uint64: () => Number(take(8).readBigUInt64BE()),
    length: readLength,
    opaque: () => take(readLength()),
    optional: (count: number): Buffer | undefined => (flag() ? take(count) : undefined),
    /** What was read so far, and what is left. */
    before: () => buffer.subarray(0, at),
    rest: () => buffer.subarray(at),
    end(): void {
      if (at !== buffer.length) throw new Error('more than was expected');
    },
  };
}
