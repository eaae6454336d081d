import { createCipheriv, createHash } from 'node:crypto';

/** Octets that only depend on the seed: AES-256-CTR over zeros, keyed by its hash. */
export function createRandom(seed: string): (octets: number) => Uint8Array {
  const stream = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16));
  return (octets) => new Uint8Array(stream.update(Buffer.alloc(octets)));
}
