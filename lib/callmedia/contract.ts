import type { FrameCounts } from '../bus/calls-protocol';
import type { CallId, CallPlace } from '../core/calls';
import type { DeviceId } from '../core/wire/ids';

/**
 * What the media worker is told and tells. One worker for each page: in Chrome it belongs to our frame and gets the
 * octets of frames by ports; in Firefox the page's script makes it (RTCRtpScriptTransform takes no other), and our frame
 * reaches it over a port that the script only hands on. So keys come from our frame alone, in both.
 */

/** The kind of a flow, as docs/media.md, 1.2 counts streams. */
export type FlowStream = 'microphone' | 'camera' | 'screen' | 'screen-audio';

export type FlowOptions = {
  /** Unique in the page, drawn by the page's script. */
  readonly flow: number;
  readonly direction: 'out' | 'in';
  /** Of what goes out; what comes in says by its key what it is. */
  readonly stream: FlowStream;
};

/** From our frame, by the port that came first (`key`). Octets are moved, not copied. */
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

/** From the page's script: no key is ever among it. The worker's own `message` events, or the port of our frame's. */
export type ToMedia =
  /** First of all. `clear`: frames go as they are; `protected`: sealed, or dropped. Never back to clear in a worker's life. */
  | { readonly say: 'mode'; readonly mode: 'clear' | 'protected' }
  /** Chrome: what comes on the port is `MediaFrame`, and goes back the same way, or `undefined` in its place: dropped. */
  | { readonly say: 'flow'; readonly port: MessagePort; readonly options: FlowOptions }
  /** Messages of data channels: `MediaData` there and back. */
  | { readonly say: 'data'; readonly port: MessagePort }
  /** Firefox: the port over which our frame speaks (`ToKeys`). Once. */
  | { readonly say: 'keys'; readonly port: MessagePort };

export type MediaFrame = {
  /** Of the flow, from 1, so that answers are put to their frames. */
  readonly number: number;
  /** `audio/opus`, `video/VP8`, `video/VP9`, as the browser says; anything else is dropped. */
  readonly type: string;
  readonly data: ArrayBuffer;
};
export type MediaFrameAnswer = { readonly number: number; readonly data?: ArrayBuffer };

export type MediaData = { readonly number: number; readonly direction: 'out' | 'in'; readonly data: ArrayBuffer };
export type MediaDataAnswer = { readonly number: number; readonly data?: ArrayBuffer };

/** To the page's script: what became of frames, every 250 ms while any pass. Counts alone. */
export type FromMedia = {
  readonly say: 'passed';
  readonly flow: number;
  /** Given back: sealed, opened, or as it was. */
  readonly passed: number;
  readonly dropped: number;
  /** Of the dropped ones: no sealed frames at all, so that the other side sends in clear. */
  readonly clear: number;
};
