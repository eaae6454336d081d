/** Sizes and times that carried text holds to: docs/inline.md. */
export const INLINE_LIMITS = {
  /** One sealed payload, as the relay carries it. */
  octets: 65_536,
  /** The place of a part and their count have 12 bits each. */
  parts: 4_095,
  /** Unfinished and finished messages that a joiner remembers. */
  messages: 64,
  /** What all that a joiner remembers may take together. */
  rememberedOctets: 1024 * 1024,
  /** How long after its last part a message is remembered. */
  rememberedMs: 60 * 60_000,
} as const;
