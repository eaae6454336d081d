import { createCipheriv, createHash } from 'node:crypto';

/** Octets that only depend on the seed: AES-256-CTR over zeros, keyed by its hash. */
export function createRandom(seed: string): (octets: number) => Uint8Array {
  const stream = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16));
  return (octets) => new Uint8Array(stream.update(Buffer.alloc(octets)));
}

/** Whole numbers below a limit, from the same kind of stream. */
export function createDice(seed: string): (limit: number) => number {
  const random = createRandom(seed);
  return (limit) => new DataView(random(4).buffer).getUint32(0) % limit;
}
