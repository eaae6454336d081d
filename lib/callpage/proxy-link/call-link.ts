import { type DataKind, MEETING, readContent, readSaid, SPEAKER } from '../../callproxy/contract';
import type { TextTools } from '../../proxy/line-format';
import { CALL_BLIND_SPOTS, type CallLink, type CallLinkListener } from '../link-contract';

const tools: TextTools = {
  indexOf: (text, part) => text.indexOf(part),
  slice: (text, from, to) => text.slice(from, to),
};

/** What it needs of the isolated world. */
export type CallLinkWorld = Pick<Window, 'performance' | 'document' | 'origin'>;

/**
 * Meets the proxy in the page's own world, now or when it comes. All that it says may be forged by the page: it is
 * parsed, and nothing of it ever throws. Native objects are told from others by the events that carry them.
 */
export function linkToCallProxy(world: CallLinkWorld, listener: CallLinkListener): CallLink {
  const node = world.document.createElement('i');
  const stopping = new AbortController();
  const { signal } = stopping;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  const told = new Set<string>();
  let isMet = false;
  let mode: 'clear' | 'protected' | undefined;
  /** Whose the next native object is. */
  let next: { readonly head: string; readonly first: number; readonly second: number } | undefined;

  const say = (text: string) => node.dispatchEvent(new CustomEvent(SPEAKER.half, { detail: text }));
  const blind = (what: string) => {
    const spot = CALL_BLIND_SPOTS.find((one) => one === what);
    if (spot === undefined || told.has(spot)) return;
    told.add(spot);
    listener.onBlind(spot);
  };
  const take = (channel: number, number: number, kind: DataKind, content: string) => {
    const octets =
      kind === 'text' ? encoder.encode(content) : Uint8Array.from(content, (character) => character.charCodeAt(0));
    const done = () => say(`done\n${channel}\n${number}`);
    const answer = listener.onData(channel, { octets, text: kind === 'text' });
    if (answer === undefined) done();
    else answer.then(done, done);
  };
  const hear = (text: string) => {
    const { head, first, second, rest } = readSaid(tools, text);
    next = undefined;
    if (head === 'blind') return blind(rest);
    if (!Number.isSafeInteger(first)) return undefined;
    if (head === 'connection') {
      // Sandboxed, or of a file: no frame of ours can stand in such a document.
      if (world.origin === 'null') blind('sandboxed');
      return listener.onConnection(first);
    }
    if (head === 'closed') return listener.onConnectionClosed(first);
    if (head === 'transceiver' || head === 'channel') next = { head, first, second };
    const content = head === 'data' && Number.isSafeInteger(second) ? readContent(tools, rest) : undefined;
    return content === undefined ? undefined : take(first, second, content.kind, content.content);
  };
  const listen = (type: string, heard: (event: Event) => void) => node.addEventListener(type, heard, { signal });
  listen(SPEAKER.proxy, (event) => {
    const detail: unknown = (event as CustomEvent<unknown>).detail;
    if (typeof detail === 'string') hear(detail);
  });
  listen(SPEAKER.transceiver, (event) => {
    const whose = next;
    next = undefined;
    if (whose?.head === 'transceiver' && event instanceof RTCTrackEvent)
      listener.onTransceiver(whose.first, event.transceiver);
  });
  listen(SPEAKER.channel, (event) => {
    const whose = next;
    next = undefined;
    if (whose?.head === 'channel' && Number.isSafeInteger(whose.second) && event instanceof RTCDataChannelEvent)
      listener.onChannel(whose.first, whose.second, event.channel);
  });
  const meet = () => {
    const meeting = new MouseEvent(MEETING, { cancelable: true, relatedTarget: node });
    if (world.performance.dispatchEvent(meeting)) return;
    if (!isMet) listener.onMet();
    isMet = true;
    if (mode !== undefined) say(`mode\n${mode}`);
  };
  world.performance.addEventListener(
    MEETING,
    (event) => {
      if (!('relatedTarget' in event) || event.relatedTarget === null) meet();
    },
    { signal },
  );
  meet();

  return {
    deliver(channel, { octets, text }) {
      if (text) say(`deliver\n${channel}\n0\ntext\n${decoder.decode(octets)}`);
      else say(`deliver\n${channel}\n0\noctets\n${Array.from(octets, (one) => String.fromCharCode(one)).join('')}`);
    },
    setMode(wanted) {
      mode = wanted;
      say(`mode\n${wanted}`);
    },
    stop() {
      if (signal.aborted) return;
      say('gone');
      stopping.abort();
    },
  };
}
