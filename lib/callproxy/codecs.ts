import type { Callable, Pristine, World } from '../proxy/pristine';
import type { Replace } from '../proxy/replace';

/** Encodings of RTP that are sealed whole (docs/media.md, 1.1), and retransmissions of them (RFC 4588). */
const SEALABLE = ['audio/opus', 'video/vp8', 'video/vp9', 'video/rtx'] as const;

export type Codecs = {
  /** Before the first offer or answer that has it. */
  restrict(transceiver: RTCRtpTransceiver): void;
  /** Of a name in `a=rtpmap` or an encoding name, in any case: `VP8`. */
  isSealable(kind: string, name: string): boolean;
};

/**
 * Takes out of offers and answers what cannot be sealed: RED, FEC, H264, H265, AV1, all sound but Opus, and with it tones
 * (RFC 4733), which no transform sees. In both modes: to negotiate anew in the middle of a call is not ours to begin.
 */
export function watchCodecs(world: World, pristine: Pristine, replace: Replace): Codecs {
  const { RTCRtpTransceiver, RTCRtpReceiver, RTCRtpSender, Array: NativeArray } = world;
  const { apply, bare, defineProperty, method, getter } = pristine;
  const lower = method<string>(world.String.prototype, 'toLowerCase');
  const filter = method<RTCRtpCodec[]>(NativeArray.prototype, 'filter');
  const { isArray } = NativeArray;
  const capabilitiesOf = RTCRtpReceiver.getCapabilities as Callable;
  const prefer = method<void>(RTCRtpTransceiver.prototype, 'setCodecPreferences');
  const receiverOf = getter<RTCRtpReceiver>(RTCRtpTransceiver.prototype, 'receiver');
  const trackOf = getter<MediaStreamTrack>(RTCRtpReceiver.prototype, 'track');
  const kindOf = getter<string>(world.MediaStreamTrack.prototype, 'kind');

  const isIn = (type: unknown): boolean => {
    const wanted = typeof type === 'string' ? lower(type) : '';
    for (let at = 0; at < SEALABLE.length; at += 1) if (SEALABLE[at] === wanted) return true;
    return false;
  };
  const isSealableCodec = (codec: unknown) => isIn((codec as Partial<RTCRtpCodec> | null)?.mimeType);
  const isPicture = (codec: unknown) =>
    isSealableCodec(codec) && lower((codec as RTCRtpCodec).mimeType) !== 'video/rtx';
  const allowed = (kind: string): RTCRtpCodec[] => {
    const known = apply(capabilitiesOf, RTCRtpReceiver, [kind]) as RTCRtpCapabilities | null;
    return known === null ? [] : filter(known.codecs, isSealableCodec);
  };
  const restrict = (transceiver: RTCRtpTransceiver) =>
    prefer(transceiver, allowed(kindOf(trackOf(receiverOf(transceiver)))));

  replace.method(RTCRtpTransceiver.prototype, 'setCodecPreferences', (native, self: RTCRtpTransceiver, values) => {
    const wanted = values[0];
    const kept = isArray(wanted) ? filter(wanted, isSealableCodec) : [];
    if (kept.length > 0 && filter(kept, isPicture).length > 0) return apply(native, self, [kept]);
    // What the browser itself refuses is refused; nothing of ours among it: all of ours.
    apply(native, self, values);
    restrict(self);
    return undefined;
  });
  const answerFor = (native: Callable, self: unknown, values: unknown[]) => {
    const known = apply(native, self, values) as RTCRtpCapabilities | null;
    if (known === null) return known;
    const init = { value: filter(known.codecs, isSealableCodec), writable: true, enumerable: true, configurable: true };
    return defineProperty(known, 'codecs', bare(init)) ? known : null;
  };
  replace.method(RTCRtpReceiver, 'getCapabilities', answerFor);
  replace.method(RTCRtpSender, 'getCapabilities', answerFor);
  return {
    restrict(transceiver) {
      try {
        restrict(transceiver);
      } catch {
        // Stopped already: it is in no offer.
      }
    },
    isSealable: (kind, name) => isIn(`${kind}/${name}`),
  };
}
