import type { Fingerprint } from '../core/brand';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import type { SiteMode } from '../core/webchat';
import type { BlindSpot } from '../proxy/contract';
import type { ChatPageBus } from './bus';
import type { ProxyLink, ProxyListener } from './proxy-link/proxy-link';
import type { Convenience } from './xmpp/convenience';
import { createXmppStreams, type XmppStreams } from './xmpp/streams';

/** The XMPP of this page, as far as the proxy sees it. */
export type XmppSide = {
  account(): string | undefined;
  connected(): boolean;
  /** A stream of XMPP was seen in this document. */
  seen(): boolean;
  /** The page keeps connections where the proxy cannot look. */
  hidden(): boolean;
  carrierWanted(): boolean;
  findKeys(address: string): Promise<void>;
  publish(certificate: Blob, fingerprint: string): Promise<void>;
  /** The mode is known, or that nothing is to be done on this site: frames have waited for it. */
  begin(mode: SiteMode | undefined): void;
  stop(): void;
};

export type XmppSidePorts = {
  readonly bus: Pick<ChatPageBus, 'call'>;
  readonly link: (listener: ProxyListener) => ProxyLink;
  readonly onChange: () => void;
  readonly onFailure: (code: ErrorCode) => void;
};

/** Ways in which an XMPP client may keep its connection from the page's own world. */
const HIDING: readonly BlindSpot[] = [
  'worker',
  'shared-worker',
  'service-worker',
  'websocket-stream',
  'web-transport',
  'replaced',
];

export function createXmppSide({ bus, link, onChange, onFailure }: XmppSidePorts): XmppSide {
  let streams: XmppStreams | undefined;
  let begun = false;
  let begin: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let seen = false;
  let hidden = false;

  const proxy = link({
    onFrame: (frame) => {
      if (begun) return streams?.onFrame(frame);
      return ready.then(() => streams?.onFrame(frame));
    },
    onClosed: (stream) => streams?.onClosed(stream),
    onStream() {
      seen = true;
      onChange();
    },
    onElsewhere({ what }) {
      if (!HIDING.includes(what)) return;
      hidden = true;
      onChange();
    },
  });

  // Until it is known that the page's bodies are ciphertext, none that nobody looked at goes out.
  proxy.setStrict(true);

  const tell = async (address: string, certificates: readonly Uint8Array[], account = streams?.account()) => {
    if (account === undefined) return;
    const blobs = certificates.map((octets) => new Blob([octets as BlobPart]));
    await bus.call('chatPage.keysFound', { account, address, certificates: blobs });
  };

  return {
    account: () => streams?.account(),
    connected: () => streams?.connected() === true,
    seen: () => seen,
    // Where the page has broken the proxy itself, nobody is met.
    hidden: () => hidden || !proxy.isMet(),
    carrierWanted: () => streams?.carrierWanted() === true,
    async findKeys(address) {
      const found = await streams?.findKeys(address);
      if (found !== undefined) await tell(address, found);
    },
    async publish(certificate, fingerprint) {
      const octets = new Uint8Array(await certificate.arrayBuffer());
      await streams?.publish(octets, fingerprint as Fingerprint);
    },
    begin(mode) {
      if (begun) return;
      if (mode !== undefined) {
        streams = createXmppStreams({
          random: (octets) => crypto.getRandomValues(new Uint8Array(octets)),
          now: Date.now,
          onChange,
          onKeys: ({ account, address, certificates }) => {
            tell(address, certificates, account).catch((error) => onFailure(toErrorCode(error)));
          },
          ...(mode === 'convenience' ? { convenience: convenienceBy(bus) } : {}),
        });
      }
      if (mode !== 'convenience') proxy.setStrict(false);
      begun = true;
      begin();
    },
    stop() {
      proxy.stop();
      streams?.stop();
      begun = true;
      streams = undefined;
      begin();
    },
  };
}

/** A content script carries no sentences; these two stand in the page's own list of messages. */
const LOCKED = 'Sealed. Unlock Sotto, then reload the page to read it.';
const CLOSED = 'Sealed, and Sotto could not open it.';

const convenienceBy = (bus: Pick<ChatPageBus, 'call'>): Convenience => ({
  async seal(place, text) {
    const answer = await bus.call('chatPage.seal', { place, text });
    return 'plain' in answer ? 'plain' : new Uint8Array(await answer.sealed.arrayBuffer());
  },
  async reveal(place, payload) {
    const { text } = await bus.call('chatPage.reveal', { place, octets: new Blob([payload as BlobPart]) });
    return text;
  },
  // The page shows its words as sent: that they were not is told where the next look falls, in the bar.
  onNotSealed(code) {
    bus.call('chatPage.notSealed', { code }).catch(() => undefined);
  },
  sentence: (code) => (code === 'vault/locked' ? LOCKED : CLOSED),
});
