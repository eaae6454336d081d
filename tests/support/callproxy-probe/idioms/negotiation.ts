import type { Idioms, Two } from './idiom';

declare const media: (wanted?: MediaStreamConstraints) => Promise<MediaStream>;
declare const pair: (configuration?: RTCConfiguration) => Two;
declare const join: (two: Two) => Promise<void>;
declare const end: (two: Two) => void;
declare const stat: (connection: RTCPeerConnection, type: string, kind: string, name: string) => Promise<number>;
declare const waitFor: <T>(what: string, look: () => T | Promise<T>) => Promise<T>;

/** What pages negotiate, and what they change in it. */
export const NEGOTIATION: Idioms = {
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
