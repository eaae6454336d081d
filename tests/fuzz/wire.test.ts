import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '../../lib/core/errors';
import type { Codec } from '../../lib/core/wire/codec';
import { decode, encode } from '../../lib/core/wire/encode';
import { clientPackets, relayPackets } from '../../lib/core/wire/frames';
import { REQUESTS, type RequestName } from '../../lib/core/wire/requests';
import { refusalOf } from '../../lib/core/wire/sealed';
import { anyClientFrame, anyRelayFrame } from '../support/relay/any-frame';
import { threadClock } from '../support/thread-clock';

/** 100,000 before a release (`FUZZ_ROUNDS=100000`), fewer in each run. */
const numRuns = Number(process.env.FUZZ_ROUNDS ?? 3_000);
const NAMES = Object.keys(REQUESTS) as RequestName[];

/** The value, or undefined where it was refused with a code: anything else fails the test. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError && (error.code === 'wire/malformed' || error.code === 'relay/version'))
      return undefined;
    throw error;
  }
}

const packetOf = (frames: readonly unknown[], packets: typeof clientPackets | typeof relayPackets): Uint8Array => {
  const writer = packets.start();
  for (const frame of frames) packets.append(writer, frame as never);
  return writer.take().slice();
};

/** A packet with a few octets changed, cut out, or repeated. */
const bent = (packet: Uint8Array, changes: ReadonlyArray<readonly [place: number, octet: number, how: number]>) => {
  let octets = [...packet];
  for (const [place, octet, how] of changes) {
    const at = place % (octets.length + 1);
    if (how === 0) octets[at] = octet;
    else if (how === 1) octets.splice(at, 1 + (octet % 4));
    else if (how === 2) octets.splice(at, 0, octet);
    else octets = [...octets.slice(0, at), ...octets.slice(Math.max(0, at - (octet % 40)))];
  }
  return new Uint8Array(octets);
};
const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 3 })), { minLength: 1, maxLength: 4 });

it.each([
  ['a client', clientPackets, anyClientFrame],
  ['a relay', relayPackets, anyRelayFrame],
] as const)('packets of %s that were bent are refused with a code, or are other packets', (_who, packets, anyFrame) => {
  fc.assert(
    fc.property(fc.array(anyFrame as fc.Arbitrary<unknown>, { maxLength: 3 }), changes, (frames, how) => {
      const packet = bent(packetOf(frames, packets), how);
      const read = attempt(() => packets.read(packet));
      // One writing for each meaning: what was read is written as it came.
      if (read !== undefined) expect(packetOf(read, packets)).toEqual(packet);
    }),
    { numRuns },
  );
});

it('questions and answers of any octets are refused with a code, or are written as they came', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.boolean(), fc.uint8Array({ maxLength: 300 }), (name, isInput, octets) => {
      const codec = (isInput ? REQUESTS[name].input : REQUESTS[name].output) as Codec<unknown>;
      const refused = Symbol('refused');
      const value = attempt(() => ({ read: decode(codec, octets) })) ?? refused;
      if (value !== refused) expect(encode(codec, (value as { read: unknown }).read)).toEqual(octets);
    }),
    { numRuns: numRuns * 5 },
  );
});

it('any payload is looked at in time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (payload) => {
      expect(['relay/unsealed', 'relay/private-key', undefined]).toContain(refusalOf(payload));
    }),
    { numRuns },
  );
  const spent = threadClock();
  refusalOf(new Uint8Array(2 ** 20).fill(0x50));
  expect(spent()).toBeLessThan(1_000);
});
