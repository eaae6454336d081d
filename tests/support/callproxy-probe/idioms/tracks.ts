import type { Idioms, Two } from './idiom';

declare const media: (wanted?: MediaStreamConstraints) => Promise<MediaStream>;
declare const pair: (configuration?: RTCConfiguration) => Two;
declare const join: (two: Two) => Promise<void>;
declare const end: (two: Two) => void;
declare const stat: (connection: RTCPeerConnection, type: string, kind: string, name: string) => Promise<number>;
declare const waitFor: <T>(what: string, look: () => T | Promise<T>) => Promise<T>;

/** What pages do with tracks. */
export const TRACKS: Idioms = {
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
};
