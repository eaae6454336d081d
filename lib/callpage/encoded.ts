import type { EncodedFrame } from '../callmedia/contract';

/** Encoded frames and transforms as the browsers have them; TypeScript's own types lack the older half. */

export type Side = RTCRtpSender | RTCRtpReceiver;

type EncodedStreams = {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
};

/** Chrome, where the connection was made with `encodedInsertableStreams`: once for each sender and receiver. */
export const hasEncodedStreams = (): boolean =>
  typeof RTCRtpSender === 'function' && 'createEncodedStreams' in RTCRtpSender.prototype;

/** `undefined` where they were asked for before, or the connection is not made for it. */
export function encodedStreamsOf(side: Side): EncodedStreams | undefined {
  try {
    return (side as unknown as { createEncodedStreams(): EncodedStreams }).createEncodedStreams();
  } catch {
    return undefined;
  }
}

export const transformOf = (side: Side): unknown => (side as { transform?: unknown }).transform ?? undefined;

export function setTransform(side: Side, transform: RTCRtpScriptTransform | null): void {
  (side as { transform: RTCRtpScriptTransform | null }).transform = transform;
}
