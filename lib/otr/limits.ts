/** Every size and time that OTR is held to here: characters, octets, bits, milliseconds. */
export const OTR_LIMITS = {
  /** One text as it comes from the network, and one that was put together from fragments. */
  textLength: 512 * 1024,
  /** What a person may send at once, in UTF-8, so that the encoded message stays under `textLength`. */
  messageOctets: 256 * 1024,
  /** Instances of the other side whose fragments are put together at the same time. */
  assemblies: 4,
  /** Smaller fragments than this carry almost nothing: their head alone is 36 characters. */
  fragmentLength: 64,
  /** A DSA modulus larger than this is refused: a signature under it would only cost time. */
  dsaBits: 3072,
  /** Old MAC keys that one message may reveal: far more than anyone owes. */
  revealedOctets: 20 * 1000,
  /** A question and its six numbers fit one record. */
  questionOctets: 32 * 1024,
  /** A heartbeat answers a message when nothing was sent for this long. */
  heartbeatMs: 60_000,
} as const;
