import { countAll, drawing, openCamera, options, picture, prefer, publish, show, shown } from './media';

// Two people and nothing between them but a socket for signals: perfect negotiation (W3C WebRTC, 10.7).
// Options: signals, name, polite=1, codec, data=1, relay=1 with turn, username, credential, silent=1.

let state = 'new';
const heard: string[] = [];
const socket = new WebSocket(options.text('signals', ''));
const turn = options.text('turn', '');
const connection = new RTCPeerConnection({
  iceServers:
    turn === ''
      ? []
      : [{ urls: turn, username: options.text('username', ''), credential: options.text('credential', '') }],
  ...(options.flag('relay') && { iceTransportPolicy: 'relay' }),
});
let channel: RTCDataChannel | undefined;

const listen = (to: RTCDataChannel): void => {
  channel = to;
  to.binaryType = 'arraybuffer';
  to.onmessage = ({ data }) => heard.push(typeof data === 'string' ? data : new TextDecoder().decode(data));
};

const signal = (what: object): void => socket.send(JSON.stringify(what));
let making = false;
let ignoring = false;

connection.onnegotiationneeded = async () => {
  try {
    making = true;
    await connection.setLocalDescription();
    signal({ description: connection.localDescription });
  } catch (error) {
    fail(error);
  } finally {
    making = false;
  }
};
connection.onicecandidate = ({ candidate }) => signal({ candidate });
connection.ondatachannel = (event) => listen(event.channel);
connection.onconnectionstatechange = () => {
  if (connection.connectionState === 'connected') state = 'in-call';
  else if (state === 'in-call' || connection.connectionState === 'failed') state = connection.connectionState;
};
const remote = new MediaStream();
connection.ontrack = ({ track }) => {
  // A second picture is shown by itself.
  if (track.kind === 'video' && remote.getVideoTracks().length > 0) return show('second', new MediaStream([track]));
  remote.addTrack(track);
  show('other', remote);
};

type Signal = { readonly description?: RTCSessionDescription; readonly candidate?: RTCIceCandidateInit | null };

async function hear({ description, candidate }: Signal): Promise<void> {
  if (description !== undefined) {
    const collision = description.type === 'offer' && (making || connection.signalingState !== 'stable');
    ignoring = !options.flag('polite') && collision;
    if (ignoring) return;
    await connection.setRemoteDescription(description);
    if (description.type !== 'offer') return;
    await addCamera();
    await connection.setLocalDescription();
    signal({ description: connection.localDescription });
    return;
  }
  if (candidate === undefined) return;
  await connection.addIceCandidate(candidate ?? undefined).catch((error: unknown) => {
    if (!ignoring) throw error;
  });
}

const fail = (error: unknown): void => {
  state = `failed: ${String(error)}`;
};
let queue: Promise<unknown> = Promise.resolve();
socket.onmessage = ({ data }) => {
  const heardSignal = JSON.parse(String(data)) as Signal & { readonly both?: boolean };
  queue = queue.then(() => (heardSignal.both === true ? begin() : hear(heardSignal))).catch(fail);
};

/** When both are there. The polite one waits for the offer, and answers it with its own camera. */
async function begin(): Promise<void> {
  if (state !== 'new') return;
  state = 'begun';
  if (options.flag('polite')) return;
  await addCamera();
  if (options.flag('data')) listen(connection.createDataChannel('talk'));
}

let camera: MediaStream | undefined;

async function addCamera(): Promise<void> {
  if (camera !== undefined || options.flag('silent')) return;
  camera = await openCamera();
  for (const track of camera.getTracks()) connection.addTrack(track, camera);
  for (const transceiver of connection.getTransceivers())
    if (transceiver.sender.track?.kind === 'video') prefer(transceiver, options.text('codec', 'VP8'));
}

let second: RTCRtpTransceiver | undefined;

/** Until what was changed just now is negotiated. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    const onState = () => {
      if (connection.signalingState !== 'stable') return;
      connection.removeEventListener('signalingstatechange', onState);
      resolve();
    };
    connection.addEventListener('signalingstatechange', onState);
  });
const ufrag = (): string | undefined => /a=ice-ufrag:(\S+)/.exec(connection.localDescription?.sdp ?? '')?.[1];

const videoSender = (): RTCRtpSender | undefined =>
  connection.getSenders().find(({ track }) => track?.kind === 'video');
const acts: Readonly<Record<string, () => Promise<void>>> = {
  'restart-ice': async () => {
    const before = ufrag();
    connection.restartIce();
    await settled();
    if (ufrag() === before) throw new Error('ICE was not restarted');
  },
  'replace-track': async () => {
    const stream = await openCamera();
    await videoSender()?.replaceTrack(stream.getVideoTracks()[0] ?? null);
  },
  // From the camera to a picture of the page's own.
  'show-drawing': async () => {
    await videoSender()?.replaceTrack(drawing('drawing', 0));
  },
  // A second picture in the middle of the call: negotiated anew.
  'add-video': async () => {
    second = connection.addTransceiver(drawing('second-drawing', 1), { direction: 'sendonly' });
    prefer(second, options.text('codec', 'VP8'));
    await settled();
  },
  // Its place in the description is free again, and the next one takes it.
  'stop-video': async () => {
    second?.stop();
    await settled();
  },
  'hang-up': async () => connection.close(),
};

publish({
  state: () => state,
  counts: () => countAll([connection]),
  shown,
  picture,
  say: async (text) => channel?.send(text),
  heard: () => heard,
  act: async (what) => {
    await acts[what]?.();
  },
});
