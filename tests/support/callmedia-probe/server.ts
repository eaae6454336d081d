import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Two people in two frames of one page: frames of a tab that is seen are not slowed down. */
const BOTH = `<!doctype html><meta charset="utf-8"><title>both</title>
<body><script>
for (const name of ['a', 'b']) {
  const frame = document.createElement('iframe');
  frame.name = name; frame.width = 500; frame.height = 400; frame.allow = 'camera; microphone';
  frame.src = '/peer' + location.search + (location.search ? '&' : '?') + 'name=' + name;
  document.body.append(frame);
}
</script>`;

/** One person's page: perfect negotiation without its hard half, because `a` alone begins. */
const PEER = `<!doctype html><meta charset="utf-8"><title>peer</title><body><video muted playsinline></video>
<script src="/peer.js"></script>`;
const SCRIPT = `
const name = new URLSearchParams(location.search).get('name');
const wire = new BroadcastChannel('signals');
const video = document.querySelector('video');
const heard = [];
let pc, stream, channel;
const connect = (configuration) => {
  pc = new RTCPeerConnection(configuration);
  pc.onicecandidate = ({ candidate }) => wire.postMessage({ to: name === 'a' ? 'b' : 'a', candidate: candidate && candidate.toJSON() });
  pc.ontrack = ({ track }) => {
    const media = video.srcObject ?? new MediaStream();
    media.addTrack(track);
    video.srcObject = media;
    video.play().catch(() => {});
  };
  pc.onnegotiationneeded = async () => {
    if (name !== 'a') return;
    await pc.setLocalDescription();
    wire.postMessage({ to: 'b', description: pc.localDescription.toJSON() });
  };
  pc.ondatachannel = (event) => useChannel(event.channel);
};
const useChannel = (it) => {
  channel = it;
  channel.binaryType = 'arraybuffer';
  channel.onmessage = ({ data }) => heard.push(typeof data === 'string' ? data : 'octets ' + new Uint8Array(data).join());
};
const media = async (wanted = { audio: true, video: { width: 640, height: 480, frameRate: 30 } }) => {
  stream ??= await navigator.mediaDevices.getUserMedia(wanted);
  return stream;
};
const codecs = (mimeType) => {
  for (const it of pc.getTransceivers()) {
    const kind = it.receiver.track.kind;
    if (kind !== 'video' || !mimeType) continue;
    const all = RTCRtpReceiver.getCapabilities('video').codecs;
    it.setCodecPreferences(all.filter((one) => one.mimeType === mimeType || one.mimeType === 'video/rtx'));
  }
};
wire.onmessage = async ({ data }) => {
  if (data.to !== name) return;
  if (data.description) {
    if (!pc) connect();
    await pc.setRemoteDescription(data.description);
    if (data.description.type === 'offer') {
      if (pc.getSenders().every(({ track }) => track === null)) for (const track of (await media()).getTracks()) pc.addTrack(track, stream);
      await pc.setLocalDescription();
      wire.postMessage({ to: 'a', description: pc.localDescription.toJSON() });
    }
  } else if (pc && pc.remoteDescription) await pc.addIceCandidate(data.candidate).catch(() => {});
  else if (pc) setTimeout(() => wire.onmessage({ data }), 50);
};
const begin = async (options = {}) => {
  connect();
  if (options.channel) useChannel(pc.createDataChannel('one'));
  for (const track of (await media()).getTracks()) pc.addTrack(track, stream);
  if (options.codec) codecs(options.codec);
};
const stats = async () => {
  const sum = { decoded: 0, sent: 0, received: 0, heardOf: 0, energy: 0, octets: 0, dropped: 0, codec: '' };
  if (!pc) return sum;
  for (const one of (await pc.getStats()).values()) {
    if (one.type === 'inbound-rtp') {
      sum.decoded += one.framesDecoded ?? 0;
      sum.received += one.packetsReceived ?? 0;
      sum.energy += one.totalAudioEnergy ?? 0;
    }
    if (one.type === 'outbound-rtp') { sum.sent += one.packetsSent ?? 0; sum.octets += one.bytesSent ?? 0; }
    if (one.type === 'codec' && one.mimeType?.startsWith('video/')) sum.codec = one.mimeType;
  }
  return sum;
};
`;

export async function openPeers() {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('cache-control', 'no-store');
    response.setHeader('content-type', url.pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8');
    if (url.pathname === '/peer' && url.searchParams.has('strict')) {
      response.setHeader(
        'content-security-policy',
        "default-src 'none'; script-src 'self'; worker-src 'self'; media-src blob:; frame-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      );
    }
    response.end(url.pathname === '/peer.js' ? SCRIPT : url.pathname === '/peer' ? PEER : BOTH);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
