import { LIMITS } from '../core/limits';

const DAY = 24 * 60 * 60_000;

/** Every size (octets), count and time (milliseconds) of the channel; docs/protocol.md, "Limits". */
export const CHANNEL_LIMITS = {
  /** What one message may carry. With a handshake before it, it still fits one payload of the relay (64 KiB). */
  contentOctets: 49_152,
  /** The words inside are padded to a multiple of this, so that their length says less. */
  paddingOctets: 64,
  /** An OpenPGP signature: RSA with 16,384 bits at most. */
  signatureOctets: 2_304,
  /** One half of the key, encrypted and signed under OpenPGP. */
  halfOctets: 4_096,
  handshakeOctets: 9_216,
  /** Keys kept for messages that have not come: Double Ratchet, section 2.6. */
  skippedKeys: 1_000,
  /** The relay keeps 72 h, a sender's queue 12 h; the rest is for clocks that are off by days. */
  skippedMs: 7 * DAY,
  /** Chains of the other that are over and whose header keys are kept, to know a late or repeated message. */
  pastChains: 256,
  /** Past chains kept though nothing is missing from them. */
  pastChainsComplete: 16,
  seenNonces: 512,
  seenMessages: 512,
  sessions: 4,
  /** A session that another one took over from is kept this long after its last message. */
  sessionMs: 7 * DAY,
  endedSessions: 32,
  signedPrekeysMs: 14 * DAY,
  renewAfterMs: 7 * DAY,
  /** How long secrets of signed prekeys outlive their validity: what waited at the relay can still be opened. */
  keepAfterMs: 14 * DAY,
  generations: 4,
  oneTimePrekeys: 300,
  /** Openings without a one-time prekey that one generation remembers, against their replay. */
  openings: 1_024,
  /** A certificate that introduces somebody: with all around it, it fits one payload of the relay. */
  certificateOctets: LIMITS.introducedOctets,
  /** What is inside an introduction is padded to a multiple of this: certificates are told apart by their length. */
  introductionPaddingOctets: 1_024,
  /** All of it, padded. */
  introductionOctets: 51_200,
  /** How long ago an introduction may be made: 84 h on its way, and what clocks differ. */
  introductionMs: 14 * DAY,
  /** How far the clocks of two devices may differ. */
  clockMs: LIMITS.clockMs,
} as const;
