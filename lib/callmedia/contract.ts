import type { FrameCounts } from '../bus/calls-protocol';
import type { CallId, CallPlace } from '../core/calls';
import type { DeviceId } from '../core/wire/ids';

/**
 * What the media worker is told and tells. One worker for each page: in Chrome it belongs to our frame and gets the
 * octets of frames by ports; in Firefox the page's script makes it (RTCRtpScriptTransform takes no other), and our frame
 * reaches it over a port that the script only hands on. So keys come from our frame alone, in both. It is there as soon
 * as something is to be protected, and knows no other way: what it does not seal or open is dropped.
 */

/** The kind of a flow, as docs/media.md, 1.2 counts streams. */
export type FlowStream = 'microphone' | 'camera' | 'screen' | 'screen-audio';

export type FlowOptions = {
  /** Unique in the page, drawn by the page's script. */
  readonly flow: number;
  readonly direction: 'out' | 'in';
  /** Of what goes out; what comes in says by its key what it is. Nothing of a flow without one goes out. */
  readonly stream?: FlowStream;
};

/** From our frame, over the port of `keys`. Octets are moved, not copied. */
export type ToKeys =
  | {
      readonly say: 'begin';
      readonly call: CallId;
      readonly place: CallPlace;
      readonly members: readonly DeviceId[];
      readonly generation: number;
    }
  | { readonly say: 'admit' | 'evict'; readonly call: CallId; readonly device: DeviceId }
  | { readonly say: 'learn'; readonly call: CallId; readonly place: CallPlace; readonly announcement: ArrayBuffer }
  | { readonly say: 'forget'; readonly call: CallId; readonly place: CallPlace }
  | { readonly say: 'acknowledge'; readonly call: CallId; readonly device: DeviceId; readonly generation: number }
  | { readonly say: 'end'; readonly call: CallId };

export type FromKeys =
  /** An announcement of docs/media.md, 2.1, for one member. */
  | {
      readonly say: 'announce';
      readonly call: CallId;
      readonly to: DeviceId;
      readonly generation: number;
      readonly announcement: ArrayBuffer;
    }
  | { readonly say: 'took'; readonly call: CallId; readonly place: CallPlace; readonly generation: number }
  | ({ readonly say: 'counts'; readonly call: CallId } & FrameCounts);

/** From the page's script: no key is ever among it. The worker's own `message` events, or the port of `media`. */
export type ToMedia =
  /** Chrome: what comes on the port is `MediaFrame`, and goes back as `MediaFrameAnswer`, in the same order. */
  | { readonly say: 'flow'; readonly port: MessagePort; readonly options: FlowOptions }
  /** What a flow shows, where it was not known at first. */
  | { readonly say: 'stream'; readonly flow: number; readonly stream: FlowStream }
  /** Messages of data channels: `MediaData` there and `MediaDataAnswer` back, in the same order. */
  | { readonly say: 'data'; readonly port: MessagePort };

/** The worker's own `message` events alone. */
export type ToWorker =
  | ToMedia
  /** The port over which our frame speaks (`ToKeys`). The first counts, every other is refused. */
  | { readonly say: 'keys'; readonly port: MessagePort }
  /** Chrome: the port over which the page's script speaks (`ToMedia`, `FromMedia`). */
  | { readonly say: 'media'; readonly port: MessagePort };

export type MediaFrame = {
  /** Of the flow, from 1, so that answers are put to their frames. */
  readonly number: number;
  /** `audio/opus`, `video/VP8`, `video/VP9`, as the browser says; anything else is dropped. */
  readonly type: string;
  readonly data: ArrayBuffer;
};
/** Without `data`: dropped. */
export type MediaFrameAnswer = { readonly number: number; readonly data?: ArrayBuffer };

export type MediaData = { readonly number: number; readonly direction: 'out' | 'in'; readonly data: ArrayBuffer };
export type MediaDataAnswer = { readonly number: number; readonly data?: ArrayBuffer };

/** Since the flow began. */
export type FlowCounts = {
  /** Handed to us by the browser, whatever became of them. While this grows nothing else has taken our place. */
  readonly came: number;
  /** Given back: sealed or opened. */
  readonly passed: number;
  /** Octets of the passed frames, as they go out or are played. */
  readonly octets: number;
  readonly dropped: number;
  /** Of the dropped ones: no sealed frames at all, so that the other side sends in clear. */
  readonly clear: number;
};

/** To the page's script. Counts alone. */
export type FromMedia =
  /**
   * Every 50 ms, whether anything passed or not: the worker lives. `flows`: those whose counts changed; `at`: when they
   * were counted, ms since 1970, so that a message that was long on its way proves nothing about now.
   */
  | {
      readonly say: 'alive';
      readonly at: number;
      readonly flows: ReadonlyArray<FlowCounts & { readonly flow: number }>;
    }
  /** Others wait for a frame that they can begin with (RFC 9605, 6.2). */
  | { readonly say: 'want-key-frame'; readonly flow: number };

/** What our frame is told by the page's script, once, with one port for `ToMedia` or, in Firefox, for `ToKeys`. */
export type ToCallFrame = {
  readonly sotto: 'call-frame';
  readonly ticket: string;
  /** What the port is for: `media`: the frame starts the worker; `keys`: the script has one. */
  readonly port: 'media' | 'keys';
};

/** RTCEncodedVideoFrame and RTCEncodedAudioFrame, as far as they are used: TypeScript's own types lack `mimeType`. */
export type EncodedFrame = {
  data: ArrayBuffer;
  getMetadata(): { readonly mimeType?: string };
};
