/** Sizes of chat, in octets, that windows and the background hold to. */
export const CHAT_LIMITS = {
  /** The text of one message, in UTF-8. */
  textOctets: 40_000,
  fileOctets: 100 * 1024 * 1024,
} as const;
