import { type Handle, openJanus, type Publisher } from './janus-client';
import { countAll, openCamera, options, picture, prefer, publish, show, shown, unshow } from './media';

// A room of Janus, as many apps have one: publishes camera and microphone, subscribes to everybody else.
// Options: janus, room, name, codec, simulcast=1, silent=1 (publishes nothing).

let state = 'new';
const connections = new Map<number | 'mine', RTCPeerConnection>();
const subscriptions = new Map<number, Handle>();
const room = Number(options.text('room', '1234'));

/** Simulcast as RFC 8853 has it: three layers of one camera, the largest first, as Janus takes them. */
const LAYERS = [
  { rid: 'f', maxBitrate: 600_000 },
  { rid: 'h', maxBitrate: 200_000, scaleResolutionDownBy: 2 },
  { rid: 'q', maxBitrate: 80_000, scaleResolutionDownBy: 4 },
];
/** Browsers make three layers of no smaller picture. */
const LAYERED = { width: 960, height: 540, frameRate: 10 };

async function publishMine(handle: Handle): Promise<void> {
  const inLayers = options.flag('simulcast');
  const stream = await openCamera(inLayers ? LAYERED : undefined);
  const connection = new RTCPeerConnection();
  connections.set('mine', connection);
  connection.onicecandidate = ({ candidate }) => handle.trickle(candidate);
  for (const track of stream.getAudioTracks())
    connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
  for (const track of stream.getVideoTracks()) {
    const sendEncodings = inLayers ? LAYERS : [];
    const transceiver = connection.addTransceiver(track, { direction: 'sendonly', streams: [stream], sendEncodings });
    prefer(transceiver, options.text('codec', 'VP8'));
    if (inLayers) await keepLayers(transceiver.sender);
  }
  await offerMine(handle, connection);
}

/** On a busy machine a browser would make its pictures smaller, and then fewer layers of them. */
async function keepLayers(sender: RTCRtpSender): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  await sender.setParameters({ ...parameters, degradationPreference: 'maintain-resolution' } as RTCRtpSendParameters);
}

async function offerMine(handle: Handle, connection: RTCPeerConnection, restart = false): Promise<void> {
  await connection.setLocalDescription(await connection.createOffer({ iceRestart: restart }));
  const { type, sdp } = connection.localDescription ?? {};
  const videocodec = options.text('codec', 'VP8').toLowerCase();
  const request = { request: 'configure', audio: true, video: true, videocodec };
  const { jsep } = await handle.ask(request, { type: type ?? 'offer', sdp: sdp ?? '' });
  if (jsep === undefined) throw new Error('Janus answered without a description');
  await connection.setRemoteDescription(jsep);
}

async function subscribe(attach: () => Promise<Handle>, publisher: Publisher): Promise<void> {
  if (connections.has(publisher.id)) return;
  const handle = await attach();
  subscriptions.set(publisher.id, handle);
  const connection = new RTCPeerConnection();
  connections.set(publisher.id, connection);
  connection.onicecandidate = ({ candidate }) => handle.trickle(candidate);
  const stream = new MediaStream();
  connection.ontrack = ({ track }) => {
    stream.addTrack(track);
    show(publisher.display ?? String(publisher.id), stream);
  };
  // Janus offers; where the publisher changes something, it offers again by an event.
  const answer = async (jsep: RTCSessionDescriptionInit | undefined): Promise<void> => {
    if (jsep === undefined) return;
    await connection.setRemoteDescription(jsep);
    await connection.setLocalDescription(await connection.createAnswer());
    const { sdp } = connection.localDescription ?? {};
    await handle.ask({ request: 'start', room }, { type: 'answer', sdp: sdp ?? '' });
  };
  handle.onEvent = ({ jsep }) => void answer(jsep).catch(fail);
  const joined = await handle.ask({ request: 'join', ptype: 'subscriber', room, streams: [{ feed: publisher.id }] });
  await answer(joined.jsep);
}

function leave(id: number, name: string): void {
  connections.get(id)?.close();
  connections.delete(id);
  subscriptions.get(id)?.detach();
  unshow(name);
}

const fail = (error: unknown): void => {
  state = `failed: ${String(error)}`;
};

async function enter(): Promise<void> {
  const janus = await openJanus(options.text('janus', ''));
  const mine = await janus.attach();
  const names = new Map<number, string>();
  const meet = (publishers: readonly Publisher[] = []) => {
    for (const publisher of publishers) {
      names.set(publisher.id, publisher.display ?? '');
      subscribe(janus.attach, publisher).catch(fail);
    }
  };
  mine.onEvent = ({ data }) => {
    meet(data.publishers);
    const gone = data.unpublished ?? data.leaving;
    if (typeof gone === 'number') leave(gone, names.get(gone) ?? '');
  };
  const joined = await mine.ask({
    request: 'join',
    ptype: 'publisher',
    room,
    display: options.text('name', 'somebody'),
  });
  meet(joined.data.publishers);
  if (!options.flag('silent')) await publishMine(mine);
  acts.set('restart-ice', () => offerMine(mine, connectionOf('mine'), true));
  acts.set('leave', async () => {
    await mine.ask({ request: 'leave' });
    for (const connection of connections.values()) connection.close();
  });
  state = 'in-call';
}

const connectionOf = (id: number | 'mine'): RTCPeerConnection => {
  const found = connections.get(id);
  if (found === undefined) throw new Error('no connection');
  return found;
};

const acts = new Map<string, (about?: string) => Promise<void>>([
  // Which layer of everybody is wanted: 0 the smallest, 2 the largest.
  [
    'layer',
    async (layer) => {
      for (const [id, handle] of subscriptions) {
        const pictures = connectionOf(id)
          .getTransceivers()
          .filter(({ receiver }) => receiver.track.kind === 'video');
        const streams = pictures.map(({ mid }) => ({ mid, substream: Number(layer) }));
        if (streams.length === 0) throw new Error('nothing is seen yet');
        await handle.ask({ request: 'configure', streams });
      }
    },
  ],
  // A camera that was unplugged and came back: another track on the same sender.
  [
    'replace-track',
    async () => {
      const stream = await openCamera();
      const sender = connectionOf('mine')
        .getSenders()
        .find(({ track }) => track?.kind === 'video');
      await sender?.replaceTrack(stream.getVideoTracks()[0] ?? null);
    },
  ],
]);

publish({
  state: () => state,
  counts: () => countAll([...connections.values()]),
  shown,
  picture,
  say: async () => undefined,
  heard: () => [],
  act: async (what, about) => {
    await acts.get(what)?.(about);
  },
});
enter().catch(fail);
