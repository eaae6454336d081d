/** What the connection counts (Identifiers for WebRTC's Statistics API). Rates are of the time since the last look. */
export type Statistics = {
  /** `relay`: through a TURN server of either side. */
  readonly path?: 'direct' | 'relay';
  readonly roundTripMs?: number;
  /** Bits in a second, both ways, all media. */
  readonly sent: number;
  readonly received: number;
  /** Of the packets that should have come since the last look, 0 to 1. */
  readonly loss: number;
  readonly soundCodec?: string;
  readonly pictureCodec?: string;
  /** Of the picture that comes. */
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  /** Since the beginning. */
  readonly framesDecoded: number;
  readonly framesReceived: number;
  readonly framesSent: number;
  readonly soundPackets: number;
  readonly packetsLost: number;
};

type Entry = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };
type Totals = { readonly at: number; readonly sent: number; readonly received: number; packets: number; lost: number };

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const sum = (entries: readonly Entry[], name: string): number =>
  entries.reduce((total, entry) => total + number(entry[name]), 0);

/** Keeps the last look, so that the next one knows rates. */
export function createStatistics(): (report: RTCStatsReport) => Statistics {
  let before: Totals | undefined;
  return (report) => {
    const entries: Entry[] = [];
    report.forEach((entry: Entry) => void entries.push(entry));
    const of = (type: string) => entries.filter((entry) => entry.type === type);
    const named = (id: unknown) => entries.find((entry) => entry.id === id);
    const inbound = of('inbound-rtp');
    const sound = inbound.filter(({ kind }) => kind === 'audio');
    const pictures = inbound.filter(({ kind }) => kind === 'video');
    // Of the two sections with pictures, the one that something comes in.
    const picture = pictures.toSorted((one, other) => number(other['framesDecoded']) - number(one['framesDecoded']))[0];
    const totals: Totals = {
      at: entries.reduce((latest, { timestamp }) => Math.max(latest, number(timestamp)), 0),
      sent: sum(of('outbound-rtp'), 'bytesSent'),
      received: sum(inbound, 'bytesReceived'),
      packets: sum(inbound, 'packetsReceived'),
      lost: sum(inbound, 'packetsLost'),
    };
    const seconds = before === undefined ? 0 : (totals.at - before.at) / 1_000;
    const rate = (now: number, then: number | undefined) => (seconds > 0 ? ((now - (then ?? 0)) * 8) / seconds : 0);
    const lost = Math.max(0, totals.lost - (before?.lost ?? 0));
    const came = totals.packets - (before?.packets ?? 0);
    const pair = selectedPair(of('transport'), of('candidate-pair'));
    const ends = [pair?.['localCandidateId'], pair?.['remoteCandidateId']].map((id) => named(id)?.['candidateType']);
    const codec = (entry: Entry | undefined) => named(entry?.['codecId'])?.['mimeType'];
    const soundCodec = codec(sound[0]);
    const pictureCodec = codec(picture);
    const result: Statistics = {
      ...(pair === undefined ? {} : { path: ends.includes('relay') ? 'relay' : 'direct' }),
      ...(typeof pair?.['currentRoundTripTime'] === 'number'
        ? { roundTripMs: Math.round(pair['currentRoundTripTime'] * 1_000) }
        : {}),
      sent: rate(totals.sent, before?.sent),
      received: rate(totals.received, before?.received),
      loss: lost === 0 ? 0 : lost / Math.max(1, lost + came),
      ...(typeof soundCodec === 'string' ? { soundCodec: soundCodec.replace(/^audio\//, '') } : {}),
      ...(typeof pictureCodec === 'string' ? { pictureCodec: pictureCodec.replace(/^video\//, '') } : {}),
      ...sizeOf(picture),
      framesDecoded: sum(pictures, 'framesDecoded'),
      framesReceived: sum(pictures, 'framesReceived'),
      framesSent: sum(of('outbound-rtp'), 'framesSent'),
      soundPackets: sum(sound, 'packetsReceived'),
      packetsLost: totals.lost,
    };
    before = totals;
    return result;
  };
}

/** Chromium names it in the transport; Firefox marks the pair itself. */
function selectedPair(transports: readonly Entry[], pairs: readonly Entry[]): Entry | undefined {
  const id = transports.find((transport) => transport['selectedCandidatePairId'] !== undefined)?.[
    'selectedCandidatePairId'
  ];
  return (
    pairs.find((pair) => pair.id === id) ??
    pairs.find((pair) => pair['selected'] === true) ??
    pairs.find((pair) => pair['nominated'] === true && pair['state'] === 'succeeded')
  );
}

function sizeOf(picture: Entry | undefined): Pick<Statistics, 'width' | 'height' | 'framesPerSecond'> {
  if (picture === undefined || number(picture['frameWidth']) === 0) return {};
  return {
    width: number(picture['frameWidth']),
    height: number(picture['frameHeight']),
    framesPerSecond: Math.round(number(picture['framesPerSecond'])),
  };
}
