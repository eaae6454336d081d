// What every page of the lab does with pictures and counts. It knows nothing of Sotto.

/** Side lengths of the small grey copies that are compared. */
const [WIDTH, HEIGHT] = [32, 24];

export type Counts = {
  readonly framesSent: number;
  readonly framesEncoded: number;
  readonly framesReceived: number;
  readonly framesDecoded: number;
  /** Whole and in order, and left out by the decoder, which was too slow for them. */
  readonly framesDropped: number;
  readonly videoPacketsSent: number;
  readonly audioPacketsSent: number;
  readonly videoPacketsReceived: number;
  readonly audioPacketsReceived: number;
  /** Sound that came out of the decoder and was not made up where packets lacked, in samples. */
  readonly audioSamples: number;
  /** As in the SDP: `VP8`, `opus`. */
  readonly codecs: readonly string[];
  /** Pictures sent of each layer of simulcast, by its name (RFC 8851). */
  readonly layers: Readonly<Record<string, number>>;
  /** Of the pictures that come, in pixels. */
  readonly widths: readonly number[];
};

const option = (name: string): string | undefined => new URLSearchParams(location.search).get(name) ?? undefined;
export const options = {
  text: (name: string, otherwise: string): string => option(name) ?? otherwise,
  flag: (name: string): boolean => option(name) === '1',
};

const ORDINARY = { width: 640, height: 480, frameRate: 30 };

export async function openCamera(video: MediaTrackConstraints = ORDINARY): Promise<MediaStream> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  show('local', stream);
  return stream;
}

/** A picture that the page draws and shows under this name: light at one side, and something in it always moves. */
export function drawing(name: string, way: 0 | 1): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [320, 240];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  let at = 0;
  const draw = (): void => {
    const light = way === 0 ? context.createLinearGradient(0, 0, 320, 0) : context.createLinearGradient(0, 0, 0, 240);
    light.addColorStop(0, 'black');
    light.addColorStop(1, 'white');
    context.fillStyle = light;
    context.fillRect(0, 0, 320, 240);
    at = (at + 7) % 300;
    context.fillStyle = 'grey';
    context.fillRect(at, at / 2, 20, 20);
  };
  draw();
  setInterval(draw, 66);
  const stream = canvas.captureStream(15);
  show(name, stream);
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new Error('no track of a canvas');
  return track;
}

/** Draws what comes in its own element; a second stream with this name takes its place. */
export function show(name: string, stream: MediaStream): void {
  const id = `video-${name}`;
  const found = document.getElementById(id) as HTMLVideoElement | null;
  const video = found ?? document.createElement('video');
  video.id = id;
  video.autoplay = true;
  video.playsInline = true;
  // The sound is decoded all the same.
  video.muted = true;
  video.width = 320;
  if (video.srcObject !== stream) video.srcObject = stream;
  if (found === null) document.body.append(video);
  video.play().catch(() => undefined);
}

export function unshow(name: string): void {
  document.getElementById(`video-${name}`)?.remove();
}

/** Names of the remote pictures that are shown. */
export const shown = (): readonly string[] =>
  [...document.querySelectorAll('video')].map(({ id }) => id.slice('video-'.length)).filter((name) => name !== 'local');

/** A small grey copy of what is on the screen, row by row; nothing where no picture was ever drawn. */
export function picture(name: string): readonly number[] | undefined {
  const video = document.getElementById(`video-${name}`) as HTMLVideoElement | null;
  if (video === null || video.videoWidth === 0 || video.readyState < 2) return undefined;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.drawImage(video, 0, 0, WIDTH, HEIGHT);
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  return Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

type Row = Readonly<Record<string, unknown>>;

/** Sums over all of these connections. */
export async function countAll(connections: readonly RTCPeerConnection[]): Promise<Counts> {
  const reports = await Promise.all(
    connections.filter(({ connectionState }) => connectionState !== 'closed').map((one) => one.getStats()),
  );
  const rows = reports.flatMap((report) => [...report.values()] as Row[]);
  const of = (type: string, kind: string) => rows.filter((row) => row['type'] === type && row['kind'] === kind);
  const sum = (some: readonly Row[], name: string): number =>
    some.reduce((total, row) => total + (typeof row[name] === 'number' ? row[name] : 0), 0);
  const [videoOut, audioOut] = [of('outbound-rtp', 'video'), of('outbound-rtp', 'audio')];
  const [videoIn, audioIn] = [of('inbound-rtp', 'video'), of('inbound-rtp', 'audio')];
  const used = new Set([...videoOut, ...audioOut, ...videoIn, ...audioIn].map((row) => row['codecId']));
  const codecs = rows.filter((row) => row['type'] === 'codec' && used.has(row['id']));
  return {
    framesSent: sum(videoOut, 'framesSent') || sum(videoOut, 'framesEncoded'),
    framesEncoded: sum(videoOut, 'framesEncoded'),
    framesReceived: sum(videoIn, 'framesReceived'),
    framesDecoded: sum(videoIn, 'framesDecoded'),
    framesDropped: sum(videoIn, 'framesDropped'),
    videoPacketsSent: sum(videoOut, 'packetsSent'),
    audioPacketsSent: sum(audioOut, 'packetsSent'),
    videoPacketsReceived: sum(videoIn, 'packetsReceived'),
    audioPacketsReceived: sum(audioIn, 'packetsReceived'),
    audioSamples: sum(audioIn, 'totalSamplesReceived') - sum(audioIn, 'concealedSamples'),
    codecs: [...new Set(codecs.map((row) => String(row['mimeType']).split('/')[1] ?? ''))].toSorted(),
    layers: Object.fromEntries(
      videoOut.flatMap(({ rid, framesSent, framesEncoded }) =>
        typeof rid === 'string' ? [[rid, Number(framesSent ?? framesEncoded ?? 0)]] : [],
      ),
    ),
    widths: videoIn.map(({ frameWidth }) => Number(frameWidth ?? 0)),
  };
}

/** Puts one codec first in what is offered (RFC 8829, 4.2.8), or leaves the browser's own order. */
export function prefer(transceiver: RTCRtpTransceiver, codec: string | undefined): void {
  if (codec === undefined) return;
  const all = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const wanted = all.filter(({ mimeType }) => mimeType.toLowerCase() === `video/${codec.toLowerCase()}`);
  const helpers = all.filter(({ mimeType }) => /rtx/i.test(mimeType));
  if (wanted.length > 0) transceiver.setCodecPreferences([...wanted, ...helpers]);
}

/** What tests call, in every page. */
export type LabPage = {
  /** Where it is: `new`, then words of its own, last `in-call`. */
  state(): string;
  counts(): Promise<Counts>;
  shown(): readonly string[];
  picture(name: string): readonly number[] | undefined;
  /** By the data channel, or by SIP MESSAGE. */
  say(text: string): Promise<void>;
  heard(): readonly string[];
  act(what: string, about?: string): Promise<void>;
};

export function publish(page: LabPage): void {
  Object.assign(globalThis, { lab: page });
}
