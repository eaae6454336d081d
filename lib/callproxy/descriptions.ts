import type { Pristine, World } from '../proxy/pristine';
import type { Replace } from '../proxy/replace';
import type { Codecs } from './codecs';
import type { Connections } from './connections';
import type { CallLine } from './line';
import { filterSdp } from './sdp';

/** Offers and answers: none goes in or out by the page with an encoding that cannot be sealed. */
export function watchDescriptions(
  world: World,
  pristine: Pristine,
  replace: Replace,
  line: CallLine,
  codecs: Codecs,
  { look }: Connections,
): void {
  const { apply, bare, getter, method, text } = pristine;
  const native = world.RTCPeerConnection.prototype;
  const transceiversOf = method<RTCRtpTransceiver[]>(native, 'getTransceivers');
  const addTransceiver = method<unknown>(native, 'addTransceiver');
  const directionOf = getter<string>(world.RTCRtpTransceiver.prototype, 'direction');
  const receiverOf = getter<RTCRtpReceiver>(world.RTCRtpTransceiver.prototype, 'receiver');
  const trackOf = getter<MediaStreamTrack>(world.RTCRtpReceiver.prototype, 'track');
  const kindOf = getter<string>(world.MediaStreamTrack.prototype, 'kind');

  const cleared = (given: unknown): unknown => {
    if (typeof given !== 'object' || given === null) return given;
    const { type, sdp } = given as Partial<RTCSessionDescriptionInit>;
    if (typeof sdp !== 'string' || sdp === '') return given;
    const { sdp: clean, isBarren } = filterSdp(text, sdp, codecs.isSealable);
    if (isBarren) line.blind('codec');
    return clean === sdp ? given : bare({ type, sdp: clean });
  };
  for (const name of ['setLocalDescription', 'setRemoteDescription'] as const)
    replace.method(native, name, (target, self: RTCPeerConnection, values) => {
      look(self);
      if (values.length > 0) values[0] = cleared(values[0]);
      const answer = apply(target, self, values);
      look(self);
      return answer;
    });

  const receives = (connection: RTCPeerConnection, kind: string): boolean => {
    const all = transceiversOf(connection);
    for (let at = 0; at < all.length; at += 1) {
      const one = all[at];
      if (one === undefined || kindOf(trackOf(receiverOf(one))) !== kind) continue;
      const direction = directionOf(one);
      if (direction === 'sendrecv' || direction === 'recvonly') return true;
    }
    return false;
  };
  /** RTCOfferOptions as they were (WebRTC 1.0, 4.4.3.1): what the browser would add for them, with our codecs. */
  const prepare = (connection: RTCPeerConnection, given: unknown) => {
    const options = given as { offerToReceiveAudio?: unknown; offerToReceiveVideo?: unknown } | null | undefined;
    if (typeof options !== 'object' || options === null) return;
    const wanted = { audio: options.offerToReceiveAudio, video: options.offerToReceiveVideo };
    for (const kind of ['audio', 'video'] as const)
      if (wanted[kind] && !receives(connection, kind))
        addTransceiver(connection, kind, bare({ direction: 'recvonly' }));
  };
  replace.method(native, 'createOffer', (target, self: RTCPeerConnection, values) => {
    try {
      // In the form with callbacks the options come last.
      prepare(self, typeof values[0] === 'function' ? values[2] : values[0]);
    } catch {
      // Closed: the browser says so itself.
    }
    look(self);
    return apply(target, self, values);
  });
}
