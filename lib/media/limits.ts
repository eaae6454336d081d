/** Every size (octets), count and time (milliseconds) of sealed calls; docs/media.md, "Limits". */
export const MEDIA_LIMITS = {
  /** One encoded frame, or one message of a data channel. */
  frameOctets: 2 ** 22,
  /** Frames of one stream under one key: the counter takes two octets at most, and a key lives minutes. */
  framesPerKey: 2 ** 16,
  /** Ratchet steps of one generation, 0 to 15: a step is never counted twice, so that none can be confused. */
  steps: 16,
  /** From this step on the owner ought to begin a new generation. */
  renewStep: 12,
  senders: 16,
  streams: 8,
  /** Generations are counted modulo this in a key id. */
  generationNumbers: 32,
  /** Generations of one sender that a receiver keeps. */
  generations: 8,
  /** How far behind the newest counter a frame may come: docs/media.md says why. */
  replayWindow: 4_096,
  /** A new generation is used when all have it, or after this. */
  switchMs: 2_000,
  /** An older key opens this long after the first frame under a newer one. */
  overlapMs: 2_000,
  /** An older generation opens this long after a newer one came, whatever the sender does. */
  keepMs: 5_000,
} as const;
