import type { Idioms, Two } from './idiom';

declare const media: (wanted?: MediaStreamConstraints) => Promise<MediaStream>;
declare const pair: (configuration?: RTCConfiguration) => Two;
declare const join: (two: Two) => Promise<void>;
declare const end: (two: Two) => void;
declare const named: (run: () => unknown) => string;

/** What pages put around a connection, and what they do wrong with it. */
export const PAGE_CODE: Idioms = {
  'callbacks in the place of promises, and streams in the place of tracks': async () => {
    const { a, b } = pair();
    type Old = {
      addStream(stream: MediaStream): void;
      onaddstream: (event: { stream: MediaStream }) => void;
      getLocalStreams?(): MediaStream[];
    };
    const stream = await media();
    const log: unknown[] = [];
    (b as unknown as Old).onaddstream = (event) => log.push(`stream ${event.stream.getTracks().length}`);
    (a as unknown as Old).addStream(stream);
    const fail = (error: unknown) => log.push(String(error));
    await new Promise<void>((resolve) => {
      void a.createOffer(
        (offer) =>
          void a.setLocalDescription(
            offer,
            () =>
              void b.setRemoteDescription(
                a.localDescription as RTCSessionDescription,
                () =>
                  void b.createAnswer(
                    (answer) =>
                      void b.setLocalDescription(
                        answer,
                        () => void a.setRemoteDescription(b.localDescription as RTCSessionDescription, resolve, fail),
                        fail,
                      ),
                    fail,
                  ),
                fail,
              ),
            fail,
          ),
        fail,
        { offerToReceiveAudio: true },
      );
    });
    log.push(a.signalingState, a.getSenders().length, b.getReceivers().length);
    end({ a, b });
    return log;
  },
  'shims that put a constructor of their own over it, as adapters do': async () => {
    const Native = window.RTCPeerConnection;
    const addTrack = Native.prototype.addTrack;
    const calls: string[] = [];
    Native.prototype.addTrack = function (...values) {
      calls.push('addTrack');
      return addTrack.apply(this, values);
    };
    function Over(configuration?: RTCConfiguration) {
      calls.push('new');
      return new Native(configuration);
    }
    const Shim = Over as unknown as typeof RTCPeerConnection;
    Shim.prototype = Native.prototype;
    Object.defineProperty(Shim, 'generateCertificate', { get: () => Native.generateCertificate });
    window.RTCPeerConnection = Shim;
    const { set } = Object.getOwnPropertyDescriptor(Native.prototype, 'ontrack') as PropertyDescriptor;
    Object.defineProperty(Native.prototype, 'ontrack', {
      set(handler) {
        set?.call(this, (event: Event) => {
          calls.push('ontrack');
          handler.call(this, event);
        });
      },
      configurable: true,
      enumerable: true,
    });
    const two = pair();
    const stream = await media({ audio: true });
    const came = new Promise<string>((resolve) => {
      two.b.ontrack = ({ track }) => resolve(track.kind);
    });
    two.a.addTrack(stream.getTracks()[0] as MediaStreamTrack, stream);
    await join(two);
    const answer = [await came, calls, two.a instanceof RTCPeerConnection, two.a instanceof Native];
    end(two);
    return answer;
  },
  'classes of the page’s own, certificates and other names': async () => {
    const certificate = await RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as never);
    class Own extends RTCPeerConnection {
      own = 7;
      override addTransceiver(...values: Parameters<RTCPeerConnection['addTransceiver']>) {
        this.own += 1;
        return super.addTransceiver(...values);
      }
    }
    const own = new Own({ certificates: [certificate], iceServers: [{ urls: 'stun:127.0.0.1:3478' }] });
    own.addTransceiver('audio');
    const { certificates, ...configuration } = own.getConfiguration();
    own.setConfiguration({ ...own.getConfiguration(), iceServers: [] });
    const made = Reflect.construct(RTCPeerConnection, [], Own) as Own;
    const answer = [
      own.own,
      own instanceof Own && own instanceof RTCPeerConnection && made instanceof Own,
      certificates?.length,
      configuration,
      own.getConfiguration().iceServers,
      new RTCPeerConnection({ encodedInsertableStreams: true } as RTCConfiguration).getConfiguration(),
      new RTCPeerConnection().constructor === RTCPeerConnection,
      RTCPeerConnection.name,
      RTCPeerConnection.length,
      Object.getPrototypeOf(RTCPeerConnection) === Function.prototype,
      Object.keys(RTCPeerConnection.prototype).toSorted().join(),
      Object.getOwnPropertyNames(RTCPeerConnection).toSorted().join(),
      (window as { webkitRTCPeerConnection?: unknown }).webkitRTCPeerConnection === RTCPeerConnection,
      /^function \w*\(\) \{\s*\[native code\]\s*\}$/.test(String(RTCPeerConnection)),
      JSON.stringify(Object.getOwnPropertyDescriptor(window, 'RTCPeerConnection')),
    ];
    own.close();
    made.close();
    return answer;
  },
  'mistakes, and what comes after the end': async () => {
    const one = new RTCPeerConnection();
    const stream = await media({ audio: true });
    const [track] = stream.getTracks();
    one.addTrack(track as MediaStreamTrack, stream);
    const late = async (run: () => Promise<unknown>) => run().catch((error: Error) => error.name);
    const answer: unknown[] = [
      named(() => one.addTrack(track as MediaStreamTrack, stream)),
      named(() => one.addTransceiver('smell')),
      named(() => new RTCPeerConnection(5 as never)),
      named(() => new RTCPeerConnection({ iceServers: [{ urls: 'nonsense' }] })),
      named(() => (RTCPeerConnection as unknown as () => void)()),
      named(() => RTCPeerConnection.prototype.addTrack.call({} as never, track as MediaStreamTrack)),
      named(() => one.getTransceivers()[0]?.setCodecPreferences([{ mimeType: 'audio/nothing', clockRate: 1 }])),
      named(() => one.setConfiguration({ bundlePolicy: 'max-bundle' })),
      await late(() => one.setRemoteDescription({ type: 'offer', sdp: 'nonsense' })),
      await late(() => one.setRemoteDescription({ type: 'answer', sdp: one.localDescription?.sdp ?? '' })),
      await late(() => one.addIceCandidate({ candidate: 'nonsense', sdpMid: '0' })),
      new RTCPeerConnection(undefined).signalingState,
      new RTCPeerConnection(null as never).signalingState,
    ];
    one.close();
    answer.push(
      named(() => one.addTrack(track as MediaStreamTrack, stream)),
      named(() => one.createDataChannel('late')),
      await late(() => one.createOffer()),
      await late(() => one.createOffer({ offerToReceiveAudio: true })),
      await late(() => one.setLocalDescription()),
      one.getTransceivers().map(({ direction }) => direction),
      one.signalingState,
      named(() => one.close()),
    );
    return answer;
  },
};
