import { boolean, type Carried, list, optional, struct, uint32, uint64 } from '../core/wire/codec';
import { key } from './fields';
import { CHANNEL_LIMITS } from './limits';

// Double Ratchet with header encryption (Signal, "The Double Ratchet Algorithm", section 4), as values: a step takes a
// ratchet and gives another, so that a message that does not open has changed nothing.

/** The key of a message that has not come. `until`: when it is forgotten, milliseconds since 1970. */
const skippedKey = struct({ number: uint32, key, until: uint64 });

const sendingChain = struct({ header: key, chain: key, number: uint32 });
/** `peer` is the other's ratchet key, which made this chain; `number` is the number of the next message. */
const receivingChain = struct({
  peer: key,
  header: key,
  chain: key,
  number: uint32,
  skipped: list(skippedKey, CHANNEL_LIMITS.skippedKeys),
});
/** A chain of the other that is over after `number` messages. */
const pastChain = struct({ header: key, number: uint32, skipped: list(skippedKey, CHANNEL_LIMITS.skippedKeys) });

export const ratchet = struct({
  /** My ratchet key. */
  secret: key,
  public: key,
  /** RK; none while the other half of the key is awaited. */
  root: optional(key),
  sending: sendingChain,
  /** PN: how many messages my chain before this one had. */
  previous: uint32,
  /** NHKs and NHKr: the header keys of the chains after these. */
  nextSending: optional(key),
  nextReceiving: optional(key),
  receiving: optional(receivingChain),
  past: list(pastChain, CHANNEL_LIMITS.pastChains),
  /** Messages that I have sent in this session. */
  sent: uint32,
  /** One more than the highest index of the other that came. */
  heard: uint32,
  /** Messages that came out of their order. */
  late: uint32,
  /** Keys were dropped unused, by age or number: from then on a missing key proves nothing. */
  forgot: boolean,
});

export type Ratchet = Carried<typeof ratchet>;
export type ReceivingChain = Carried<typeof receivingChain>;
export type PastChain = Carried<typeof pastChain>;
export type SkippedKey = Carried<typeof skippedKey>;
