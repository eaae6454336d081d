/** Bounds of what others can make us keep or do, and times (milliseconds). */
export const PAGE_CALL_LIMITS = {
  invitations: 20,
  /** From when the relay took it. */
  invitationMs: 600_000,
  /** Tabs that something is remembered of, and documents in one tab. */
  tabs: 32,
  documents: 16,
  /** Messages of an exchange with somebody whom the list of members did not name yet. */
  early: 128,
  earlyEach: 8,
  earlyMs: 60_000,
  /** Announcements of one member that no frame took yet. */
  held: 8,
  /** Orders that the frame did not take: then its keys begin anew. */
  orders: 400,
  /** How often a frame may come up anew in one call: a page that takes ours away makes everybody announce again. */
  begins: 100,
  /** How often one member may ask for my keys again. */
  asks: 200,
  /** Who is not to begin the exchange begins it after this: what was said was lost. */
  beginMs: 20_000,
  /** What is missing is asked for after this, then after twice as long. */
  repairMs: 5_000,
  repairs: 8,
  /** A sender uses its new keys after this, whoever has them (docs/media.md, 2.2). */
  switchMs: 2_000,
  /** A message that did not go out by then is of no use. */
  outgoingMs: 600_000,
  outgoing: 2_000,
  /** After this, what could not go out is tried again. */
  againMs: 5_000,
  /** A page's script that says nothing for so long has no media any more, or is gone. */
  liveMs: 3_000,
  /** Our frame asks every two seconds, in a hidden tab perhaps less often. */
  frameMs: 10_000,
  /** A page from which nothing was heard for so long is asked once more, and is gone after the second. */
  silentMs: 180_000,
  goneMs: 30_000,
  /** While there is a call, it is looked at this often at least. */
  lookMs: 60_000,
} as const;
