/** Every size and time that Sotto holds to, in octets and milliseconds. */
export const LIMITS = {
  /** A whole message with its attachments, before it is sealed. */
  mailOctets: 25 * 1024 * 1024,
  /** What a page may hand over: 25 MB in armor, with its MIME around it. */
  sealedOctets: 48 * 1024 * 1024,
  /** openpgp `maxDecompressedMessageSize`; its default is unlimited. */
  decompressedOctets: 50 * 1024 * 1024,
  certificateOctets: 1024 * 1024,
  /** A certificate that introduces its owner in chat: with all around it, it fits one payload of the relay. */
  introducedOctets: 48_000,
  /** How far the clocks of two devices may differ: what the channel believes, and a signature that is made for it. */
  clockMs: 7 * 24 * 60 * 60_000,
  /** 2^21 KiB = 2 GiB is the most that RFC 9106 asks for. */
  argon2MemoryExponent: 21,
  mimeParts: 500,
  mimeDepth: 20,
  recipients: 200,
  subjectLength: 998,
  textLength: 4_000_000,
  passphraseLength: 1_024,
  passphraseMinimum: 12,
  draftEveryMs: 2_000,
  ticketMs: 10 * 60_000,
} as const;
