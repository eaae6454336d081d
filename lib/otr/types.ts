import { bytesToNumberBE } from '@noble/curves/utils.js';
import { AppError } from '../core/errors';
import { type Codec, uint32 } from '../core/wire/codec';
import { toShortest } from './numbers';

/** DATA: its length in four octets, then the octets. Read as a view. Fails with `wire/malformed`. */
export const data = (max: number, min = 0): Codec<Uint8Array> => ({
  write: (writer, value) => {
    if (value.length > max || value.length < min) throw new AppError('wire/malformed');
    uint32.write(writer, value.length);
    writer.octets(value);
  },
  read: (reader) => {
    const length = uint32.read(reader);
    if (length > max || length < min) throw new AppError('wire/malformed');
    return reader.octets(length);
  },
});

/** The largest number anywhere: a DSA modulus of 3072 bits. */
const longest = data(384);

/** MPI: in its shortest form only, on which the fingerprint of a key rests. */
export const mpi: Codec<bigint> = {
  write: (writer, value) => longest.write(writer, toShortest(value)),
  read: (reader) => {
    const octets = longest.read(reader);
    if (octets[0] === 0) throw new AppError('wire/malformed');
    return octets.length === 0 ? 0n : bytesToNumberBE(octets);
  },
};

/** CTR: the top half of a counter, 64 bits. */
export const counter: Codec<bigint> = {
  write: (writer, value) => {
    writer.whole(Number(value >> 32n), 4);
    writer.whole(Number(value & 0xffffffffn), 4);
  },
  read: (reader) => (BigInt(reader.whole(4)) << 32n) | BigInt(reader.whole(4)),
};
