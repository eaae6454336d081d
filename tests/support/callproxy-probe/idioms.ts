type Two = { a: RTCPeerConnection; b: RTCPeerConnection };
declare const media: (wanted?: MediaStreamConstraints) => Promise<MediaStream>;
declare const pair: (configuration?: RTCConfiguration) => Two;
declare const join: (two: Two) => Promise<void>;
declare const end: (two: Two) => void;
declare const named: (run: () => unknown) => string;
declare const stat: (connection: RTCPeerConnection, type: string, kind: string, name: string) => Promise<number>;
declare const waitFor: <T>(what: string, look: () => T | Promise<T>) => Promise<T>;

/** How people write pages with calls. Each runs in a page, alone, and answers what such a page could see. */
export const IDIOMS: Readonly<Record<string, () => Promise<unknown>>> = {
  'perfect negotiation with both beginning at once': async () => {
    const two = pair();
    const log: string[] = [];
    const say = { a: async (_: object) => {}, b: async (_: object) => {} };
    const begin = (mine: 'a' | 'b', theirs: 'a' | 'b', polite: boolean) => {
      const pc = two[mine];
      let making = false;
      let ignoring = false;
      pc.onnegotiationneeded = async () => {
        try {
          making = true;
          await pc.setLocalDescription();
          await say[theirs]({ description: pc.localDescription });
        } finally {
          making = false;
        }
      };
      pc.onicecandidate = ({ candidate }) => void say[theirs]({ candidate });
      say[mine] = async (message) => {
        const { description, candidate } = message as {
          description?: RTCSessionDescription;
          candidate?: RTCIceCandidate;
        };
        if (description === undefined) {
          await pc.addIceCandidate(candidate).catch((error) => {
            if (!ignoring) throw error;
          });
          return;
        }
        const isClash = description.type === 'offer' && (making || pc.signalingState !== 'stable');
        ignoring = !polite && isClash;
        if (ignoring) return;
        await pc.setRemoteDescription(description);
        if (description.type !== 'offer') return;
        await pc.setLocalDescription();
        await say[theirs]({ description: pc.localDescription });
      };
      pc.ontrack = ({ track, streams }) => log.push(`${mine} ${track.kind} ${streams.length}`);
    };
    begin('a', 'b', true);
    begin('b', 'a', false);
    const stream = await media();
    for (const track of stream.getTracks()) {
      two.a.addTrack(track, stream);
      two.b.addTrack(track, stream);
    }
    await waitFor(
      'both to be connected',
      () => log.length === 4 && two.a.connectionState === 'connected' && two.b.connectionState === 'connected',
    );
    await waitFor('pictures', async () => (await stat(two.a, 'inbound-rtp', 'video', 'framesDecoded')) > 2);
    const answer = [log.toSorted(), two.a.signalingState, two.b.signalingState, two.a.getTransceivers().length];
    end(two);
    return answer;
  },
  'events and promises in their order, with the page’s own objects in them': async () => {
    const two = pair();
    const log: unknown[] = [];
    const stream = await media();
    const sender = two.a.addTrack(stream.getVideoTracks()[0] as MediaStreamTrack, stream);
    two.b.onsignalingstatechange = ({ isTrusted }) => log.push(`state ${two.b.signalingState} ${isTrusted}`);
    two.b.ontrack = ({ isTrusted, transceiver, receiver, track, streams }) => {
      const [first] = two.b.getTransceivers();
      log.push('track', isTrusted, transceiver === first, receiver === first?.receiver, track === receiver.track);
      log.push(streams[0]?.id === stream.id, streams[0]?.getTracks()[0] === track, track.muted);
    };
    await two.a.setLocalDescription();
    await two.b.setRemoteDescription(two.a.localDescription as RTCSessionDescription).then(() => log.push('promise'));
    log.push(two.a.getSenders()[0] === sender, sender === two.a.getTransceivers()[0]?.sender);
    await two.b.setLocalDescription();
    await two.a.setRemoteDescription(two.b.localDescription as RTCSessionDescription);
    log.push(two.b.getTransceivers()[0]?.currentDirection, two.a.getTransceivers()[0]?.mid);
    end(two);
    return log;
  },
  'another track in the place of one, none, and the first again': async () => {
    const two = pair();
    const stream = await media();
    const other = await media({ video: true });
    const [picture] = stream.getVideoTracks();
    const sender = two.a.addTrack(picture as MediaStreamTrack, stream);
    const sound = two.a.addTrack(stream.getAudioTracks()[0] as MediaStreamTrack, stream);
    await join(two);
    await sender.replaceTrack(other.getVideoTracks()[0] ?? null);
    const kept = sender.track === other.getVideoTracks()[0];
    await sender.replaceTrack(null);
    const none = sender.track;
    await sender.replaceTrack(picture ?? null);
    const wrong = await sender.replaceTrack(stream.getAudioTracks()[0] ?? null).catch((error) => error.name);
    const order = two.a.getSenders().map((one) => [sender, sound].indexOf(one));
    await waitFor('pictures', async () => (await stat(two.b, 'inbound-rtp', 'video', 'framesDecoded')) > 2);
    end(two);
    return [kept, none, sender.track === picture, wrong, order];
  },
  'transceivers by kind, their directions, and a second negotiation': async () => {
    const two = pair();
    let needed = 0;
    two.a.onnegotiationneeded = () => {
      needed += 1;
    };
    const first = two.a.addTransceiver('video', { direction: 'recvonly' });
    const second = two.a.addTransceiver('audio');
    await waitFor('the event', () => needed === 1);
    await join(two);
    const before = [first.currentDirection, second.currentDirection, first.mid, second.mid];
    const stream = await media();
    two.b.addTrack(stream.getVideoTracks()[0] as MediaStreamTrack, stream);
    second.direction = 'inactive';
    await waitFor('the second event', () => needed === 2);
    await join({ a: two.b, b: two.a });
    await waitFor('pictures', async () => (await stat(two.a, 'inbound-rtp', 'video', 'framesDecoded')) > 2);
    first.stop();
    const answer = [
      before,
      first.direction,
      second.currentDirection,
      two.b.getTransceivers().map(({ direction }) => direction),
    ];
    end(two);
    return answer;
  },
  'simulcast, parameters and stopped senders': async () => {
    const two = pair();
    const stream = await media({ video: true });
    const sent = two.a.addTransceiver(stream.getVideoTracks()[0] as MediaStreamTrack, {
      direction: 'sendonly',
      streams: [stream],
      sendEncodings: [{ rid: 'h' }, { rid: 'l', scaleResolutionDownBy: 2 }],
    });
    const offer = await two.a.createOffer();
    const lines = (offer.sdp ?? '').split('\r\n').filter((line) => /^a=(rid|simulcast)/.test(line));
    const rids = sent.sender.getParameters().encodings.map(({ rid, active }) => `${rid} ${active}`);
    await join(two);
    const parameters = sent.sender.getParameters();
    for (const one of parameters.encodings) one.maxBitrate = 100_000;
    await sent.sender.setParameters(parameters);
    two.a.removeTrack(sent.sender);
    const answer = [
      lines,
      rids,
      sent.direction,
      sent.sender.track,
      sent.sender.getParameters().encodings[0]?.maxBitrate,
    ];
    end(two);
    return answer;
  },
  'a track taken away is muted at the other side': async () => {
    const two = pair();
    const stream = await media({ audio: true });
    const track = new Promise<MediaStreamTrack>((resolve) => {
      two.b.ontrack = (event) => resolve(event.track);
    });
    const sender = two.a.addTrack(stream.getTracks()[0] as MediaStreamTrack, stream);
    await join(two);
    const theirs = await track;
    await waitFor('sound', () => !theirs.muted);
    const muted = new Promise<void>((resolve) => {
      theirs.onmute = () => resolve();
    });
    two.a.removeTrack(sender);
    await join(two);
    await muted;
    const answer = [
      two.b.getTransceivers()[0]?.currentDirection,
      two.b.getReceivers().length,
      two.a.getSenders().length,
    ];
    end(two);
    return answer;
  },
  'ICE anew, and an offer that is taken back': async () => {
    const two = pair();
    two.a.addTransceiver('audio');
    await join(two);
    const name = () => /ice-ufrag:(\S+)/.exec(two.a.localDescription?.sdp ?? '')?.[1];
    const before = name();
    const needed = new Promise<void>((resolve) => {
      two.a.onnegotiationneeded = () => resolve();
    });
    two.a.restartIce();
    await needed;
    await join(two);
    const isNew = before !== name();
    two.a.addTransceiver('video');
    await two.a.setLocalDescription();
    const { signalingState } = two.a;
    await two.a.setLocalDescription({ type: 'rollback' });
    const answer = [isNew, signalingState, two.a.signalingState, two.a.getTransceivers().length];
    end(two);
    return answer;
  },
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
  'descriptions that the page has changed': async () => {
    const two = pair();
    const stream = await media();
    for (const track of stream.getTracks()) two.a.addTrack(track, stream);
    const changed = (sdp = '') =>
      sdp
        .replace(/useinbandfec=1/g, 'useinbandfec=1;stereo=1')
        .replace(/(m=video.*\r\n(?:c=.*\r\n)?)/, '$1b=AS:300\r\n');
    const offer = await two.a.createOffer();
    await two.a.setLocalDescription({ type: 'offer', sdp: changed(offer.sdp) });
    await two.b.setRemoteDescription({ type: 'offer', sdp: changed(offer.sdp) });
    const answer = await two.b.createAnswer();
    await two.b.setLocalDescription(answer);
    await two.a.setRemoteDescription(new RTCSessionDescription({ type: 'answer', sdp: changed(answer.sdp) }));
    await waitFor('pictures', async () => (await stat(two.b, 'inbound-rtp', 'video', 'framesDecoded')) > 2);
    const seen = [
      /stereo=1/.test(two.b.remoteDescription?.sdp ?? ''),
      /b=AS:300/.test(two.a.remoteDescription?.sdp ?? ''),
    ];
    end(two);
    return seen;
  },
};
