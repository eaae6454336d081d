/** A small repeatable generator (mulberry32): the same seed, the same mutations. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutation = (octets: Uint8Array, below: (limit: number) => number) => Uint8Array;

/** Octets that parsers trip over: signs, lengths, packet headers. */
const NASTY = [0, 1, 0x7f, 0x80, 0xc0, 0xd2, 0xe0, 0xfe, 0xff, 0x2d, 0x0a, 0x3d];

const splice = (octets: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array => {
  const result = new Uint8Array(octets.length - remove + insert.length);
  result.set(octets.subarray(0, at));
  result.set(insert, at);
  result.set(octets.subarray(at + remove), at + insert.length);
  return result;
};

const MUTATIONS: readonly Mutation[] = [
  // One bit.
  (octets, below) => {
    const at = below(octets.length);
    return octets.with(at, (octets[at] ?? 0) ^ (1 << below(8)));
  },
  // One octet.
  (octets, below) => octets.with(below(octets.length), NASTY[below(NASTY.length)] ?? below(256)),
  // Cut off.
  (octets, below) => octets.slice(0, 1 + below(octets.length)),
  // Taken out.
  (octets, below) => {
    const at = below(octets.length);
    return splice(octets, at, Math.min(octets.length - at, 1 + below(40)), new Uint8Array());
  },
  // Said twice.
  (octets, below) => {
    const at = below(octets.length);
    return splice(octets, at, 0, octets.slice(at, at + 1 + below(200)));
  },
  // Put in.
  (octets, below) => {
    const noise = Uint8Array.from({ length: 1 + below(12) }, () => NASTY[below(NASTY.length)] ?? 0);
    return splice(octets, below(octets.length), 0, noise);
  },
  // Four octets of length.
  (octets, below) => {
    const at = below(octets.length);
    return splice(octets, at, Math.min(4, octets.length - at), Uint8Array.of(255, below(256), below(256), below(256)));
  },
];

/** Answers `octets` with one to four mutations. */
export function createMutator(seed: number): (octets: Uint8Array) => Uint8Array {
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return (octets) => {
    let mutated: Uint8Array = octets.slice();
    for (let count = 1 + below(4); count > 0 && mutated.length > 0; count -= 1) {
      mutated = MUTATIONS[below(MUTATIONS.length)]?.(mutated, below) ?? mutated;
    }
    return mutated;
  };
}
