/** Times (milliseconds) and counts of our own calls, beside those of CALL_LIMITS. */
export const OWN_CALL_LIMITS = {
  /** Where the window said nothing for so long, it is not there. It speaks every 3 s. */
  aliveMs: 15_000,
  /** An answered call without media ends after this, as one does whose media stopped: ICE gives up after half of it. */
  stillMs: 60_000,
  /** Signals that the window has not heard yet, and their length in UTF-16 units. */
  signals: 200,
  signalsLength: 600_000,
  /** Messages of the exchange that may come before the window knows both certificates. */
  early: 6,
  /** Where the clocks say that an offer is old, or of the future, the caller is asked, and has so long to answer. */
  doubtMs: 15_000,
  /** An offer that is older by the clocks is old: no clock is off by more than the zones of the world. */
  oldMs: 86_400_000,
  /** Calls of one conversation that nobody answered, in so long: those that come after them do not ring. */
  rings: 5,
  ringsMs: 600_000,
  /** Of those that do not ring, as many have a line in that time: nobody pushes other lines out of the list. */
  quiet: 10,
  /** What is remembered of calls that nobody answered. */
  rang: 200,
  /** Ids of calls that are over. */
  gone: 200,
  /** Ids of messages that were taken: as many as may be handed on at once, and not be known to be. */
  taken: 300,
  /** Lines of the list of calls. */
  lines: 500,
} as const;
