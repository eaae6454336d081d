import { createList, type List } from '../proxy/list';
import type { Pristine, World } from '../proxy/pristine';
import { type DataKind, readContent, readSaid, SPEAKER } from './contract';

/** `held`: a half is there, and has not said yet; `shut`: protected, and nobody is there who could seal. */
export type Mode = 'clear' | 'held' | 'protected' | 'shut';

/** The proxy's end of a data channel, as the line calls it. */
export type ChannelEnd = {
  readonly native: RTCDataChannel;
  deliver(kind: DataKind, content: string): void;
  done(number: number): void;
  /** The mode changed, or the half did: what waits is looked at again. */
  look(): void;
  /** A half has just been given the channel: our own listener must come behind its own. */
  follow(): void;
};
export type LineChannel = { mode(): Mode; say(number: number, kind: DataKind, content: string): void };
export type LineConnection = {
  transceiver(transceiver: RTCRtpTransceiver): void;
  channel(end: ChannelEnd): LineChannel;
  closed(): void;
};
export type CallLine = {
  openConnection(): LineConnection;
  /** Said once for each kind; again to each half that attaches. */
  blind(what: string): void;
  attach(node: EventTarget): void;
};

type Half = {
  readonly node: EventTarget;
  said: 'clear' | 'protected' | undefined;
  readonly hear: (event: Event) => void;
};
type Open = {
  readonly id: number;
  readonly transceivers: List<RTCRtpTransceiver>;
  readonly channels: List<{ readonly id: number; readonly end: ChannelEnd }>;
};

/**
 * The main world's end of the line. `around`: that of the document which reached this one first: connections are told
 * there as long as no half of this document's own is attached (scripts of ours do not run in every initial document).
 */
export function createCallLine(world: World, pristine: Pristine, around?: CallLine): CallLine {
  const { bare, construct, customEvent, detailOf, dispatch, listen, unlisten, text: tools } = pristine;
  const { RTCTrackEvent, RTCDataChannelEvent } = world;
  const receiverOf = pristine.getter<RTCRtpReceiver>(world.RTCRtpTransceiver.prototype, 'receiver');
  const trackOf = pristine.getter<MediaStreamTrack>(world.RTCRtpReceiver.prototype, 'track');
  const open = createList<Open>(bare);
  const spots = createList<string>(bare);
  const halves = createList<Half>(bare);
  /** Of halves that are gone: what was shut by them stays shut. */
  let left: Mode = 'clear';
  /** A half has said so, whatever became of it: an update of the extension ends it without a word. */
  let wasProtected = false;
  let last = 0;

  /** The strictest word counts. A page can attach halves of its own: they hear what it hears anyway, and take nothing. */
  const mode = (): Mode => {
    let strictest: Mode = halves.count() === 0 ? left : 'clear';
    halves.each(({ value: { said } }) => {
      if (said === 'protected' || (said === undefined && strictest === 'clear')) strictest = said ?? 'held';
    });
    return strictest;
  };
  /** To the half that has just come, or to all of them. */
  let only: Half | undefined;
  const hand = (event: () => Event) =>
    halves.each(({ value }) => {
      if (only === undefined || only === value) dispatch(value.node, event());
    });
  const say = (text: string) => hand(() => customEvent(SPEAKER.proxy, bare({ detail: text })));
  const handTransceiver = (id: number, transceiver: RTCRtpTransceiver) => {
    const receiver = receiverOf(transceiver);
    const init = bare({ receiver, track: trackOf(receiver), streams: [], transceiver });
    say(`transceiver\n${id}`);
    hand(() => construct(RTCTrackEvent, [SPEAKER.transceiver, init]) as Event);
  };
  const handChannel = (connection: number, channel: number, end: ChannelEnd) => {
    say(`channel\n${connection}\n${channel}`);
    hand(() => construct(RTCDataChannelEvent, [SPEAKER.channel, bare({ channel: end.native })]) as Event);
    end.follow();
  };
  const eachChannel = (visit: (end: ChannelEnd, id: number) => void) =>
    open.each(({ value }) => value.channels.each(({ value: { end, id } }) => visit(end, id)));

  const hear = (half: Half, event: Event) => {
    const detail = detailOf(event);
    if (typeof detail !== 'string') return;
    const { head, first, second, rest } = readSaid(tools, detail);
    if (head === 'mode' && (rest === 'clear' || rest === 'protected')) half.said = rest;
    wasProtected ||= half.said === 'protected';
    if (head === 'gone') leave(half);
    if (head === 'mode' || head === 'gone') eachChannel((end) => end.look());
    if (head === 'done') eachChannel((end, id) => id === first && end.done(second));
    const data = head === 'deliver' ? readContent(tools, rest) : undefined;
    if (data !== undefined) eachChannel((end, id) => id === first && end.deliver(data.kind, data.content));
  };
  const leave = (half: Half) =>
    halves.each((link) => {
      if (link.value !== half) return;
      halves.remove(link);
      unlisten(half.node, SPEAKER.half, half.hear);
      if (half.said !== 'clear') left = 'shut';
    });
  return {
    openConnection() {
      if (halves.count() === 0 && around !== undefined) return around.openConnection();
      last += 1;
      const id = last;
      const own: Open = bare({ id, transceivers: createList(bare), channels: createList(bare) });
      const link = open.add(own);
      say(`connection\n${id}`);
      return bare({
        transceiver(transceiver: RTCRtpTransceiver) {
          own.transceivers.add(transceiver);
          handTransceiver(id, transceiver);
        },
        channel(end: ChannelEnd): LineChannel {
          last += 1;
          const channel = last;
          own.channels.add(bare({ id: channel, end }));
          handChannel(id, channel, end);
          const tell = (number: number, kind: DataKind, content: string) =>
            say(`data\n${channel}\n${number}\n${kind}\n${content}`);
          return bare({ mode, say: tell });
        },
        closed() {
          open.remove(link);
          say(`closed\n${id}`);
        },
      });
    },
    blind(what) {
      let isKnown = false;
      spots.each(({ value }) => {
        isKnown ||= value === what;
      });
      if (isKnown) return;
      spots.add(what);
      if (halves.count() === 0 && around !== undefined) around.blind(what);
      say(`blind\n${what}`);
    },
    attach(node) {
      let isKnown = false;
      halves.each(({ value }) => {
        isKnown ||= value.node === node;
      });
      if (isKnown) return;
      const half: Half = bare({ node, said: undefined, hear: (event: Event) => hear(half, event) });
      halves.add(half);
      listen(node, SPEAKER.half, half.hear);
      only = half;
      if (wasProtected) say('blind\nkept');
      spots.each(({ value }) => say(`blind\n${value}`));
      open.each(({ value: { id, transceivers, channels } }) => {
        say(`connection\n${id}`);
        transceivers.each(({ value }) => handTransceiver(id, value));
        channels.each(({ value: { id: channel, end } }) => handChannel(id, channel, end));
      });
      only = undefined;
    },
  };
}
