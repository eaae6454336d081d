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
  /** The native channel. The page holds a stand-in of the proxy's: what it sends comes by `onData`. */
  onChannel(connection: number, channel: number, native: RTCDataChannel): void;
  /** The page sent this; `text` as UTF-8. */
  onData(channel: number, data: { readonly octets: Uint8Array<ArrayBuffer>; readonly text: boolean }): void;
  /** `replaced`: another script was there first; `earlier`: connections are open that were made before us. */
  onBlind(what: 'replaced' | 'earlier' | 'sandboxed'): void;
};

export type CallLink = {
  /** Gives the page a message of a data channel, as an event of its own channel object. */
  deliver(channel: number, data: { readonly octets: Uint8Array<ArrayBuffer>; readonly text: boolean }): void;
  /**
   * `protected`: from now on RED, FEC, H264 and AV1 are taken out of what the page offers and answers (docs/media.md,
   * 1.1); known to every later document of this tab's page only by saying it again.
   */
  setMode(mode: 'clear' | 'protected'): void;
  stop(): void;
};
