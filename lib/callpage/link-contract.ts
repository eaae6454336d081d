/**
 * What the isolated half hears of the proxy in the page's world (lib/callproxy): native senders, receivers and data
 * channels of every RTCPeerConnection of the page, as wrappers of this world. Told in the turn in which the page's own
 * code made them: a transform that is set at once misses no frame.
 */
export type CallLinkListener = {
  /** The proxy answered: from now on every connection of this document is seen. */
  onMet(): void;
  onConnection(connection: number): void;
  onConnectionClosed(connection: number): void;
  /** A sender and receiver pair; told once for each. */
  onTransceiver(connection: number, transceiver: RTCRtpTransceiver): void;
  /**
   * The native channel, which the page holds too. Listen to its `message` in this very call, with `capture`: whoever
   * listens later hears nothing while `protected`, since the proxy stops the event there. Its `binaryType` is the page's.
   * Only trusted events came from afar: what is delivered is an event of the channel, too. What came before the mode was
   * said is given to the page where it becomes `clear`, and is the listener's where it becomes `protected`.
   */
  onChannel(connection: number, channel: number, native: RTCDataChannel): void;
  /**
   * The page sent this, in its order; `text` as UTF-8. Only while `protected`. Sealed, it goes out by `native.send`.
   * Until a promise that is answered here settles, the page counts it as buffered, and a `close()` of the page waits.
   */
  onData(
    channel: number,
    data: { readonly octets: Uint8Array<ArrayBuffer>; readonly text: boolean },
  ): void | Promise<void>;
  /** Something is not seen, or not as it should be; each kind is told once for a document. */
  onBlind(what: CallBlindSpot): void;
};

/**
 * `replaced`: another script was there first; `earlier`: connections are open that were made before us; `sandboxed`: a
 * connection in a document without an origin; `elsewhere`: one that was made past us, by a constructor from a document
 * that we did not reach in time (`callpage/tampered`); `codec`: nothing of a media section is left that can be sealed;
 * `kept`: a script of ours that an update of the extension ended had protected this document.
 */
export const CALL_BLIND_SPOTS = ['replaced', 'earlier', 'sandboxed', 'elsewhere', 'codec', 'kept'] as const;
export type CallBlindSpot = (typeof CALL_BLIND_SPOTS)[number];

export type CallLink = {
  /** Gives the page a message of a data channel, as an event of its own channel object. */
  deliver(channel: number, data: { readonly octets: Uint8Array<ArrayBuffer>; readonly text: boolean }): void;
  /**
   * What becomes of data channels. Before it was said first they wait, both ways: say it as soon as it is known. Codecs
   * that cannot be sealed (docs/media.md, 1.1) are taken out of offers and answers in both modes, so that a call can be
   * protected in its middle; known to every later document of this tab's page only by saying it again.
   */
  setMode(mode: 'clear' | 'protected'): void;
  stop(): void;
};
