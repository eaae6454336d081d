import { describe, expect, it } from 'vitest';
import { createStatistics } from '../../../../lib/windows/call/peer/statistics';

const reportOf = (...entries: ReadonlyArray<Record<string, unknown>>): RTCStatsReport =>
  new Map(entries.map((entry) => [entry['id'], entry])) as unknown as RTCStatsReport;

const inbound = (at: number, change: Record<string, unknown> = {}) => ({
  id: 'in',
  type: 'inbound-rtp',
  kind: 'video',
  timestamp: at,
  codecId: 'vp8',
  bytesReceived: at,
  packetsReceived: at / 10,
  packetsLost: 0,
  framesDecoded: at / 40,
  framesReceived: at / 40,
  frameWidth: 640,
  frameHeight: 480,
  framesPerSecond: 29.7,
  ...change,
});
const CODEC = { id: 'vp8', type: 'codec', mimeType: 'video/VP8' };

describe('what a connection counts', () => {
  it('is rates of the time since the last look', () => {
    const read = createStatistics();
    expect(read(reportOf(inbound(1_000), CODEC))).toMatchObject({ received: 0, loss: 0 });
    const second = read(reportOf(inbound(3_000, { packetsLost: 50 }), CODEC));
    expect(second).toMatchObject({ received: 8_000, loss: 0.2, packetsLost: 50, framesDecoded: 75 });
    expect(second).toMatchObject({ pictureCodec: 'VP8', width: 640, height: 480, framesPerSecond: 30 });
  });

  it('names a relay on either side, in the way of Chromium and in that of Firefox', () => {
    const pair = {
      id: 'pair',
      type: 'candidate-pair',
      localCandidateId: 'mine',
      remoteCandidateId: 'theirs',
      currentRoundTripTime: 0.0426,
    };
    const ends = (mine: string, theirs: string) => [
      { id: 'mine', type: 'local-candidate', candidateType: mine },
      { id: 'theirs', type: 'remote-candidate', candidateType: theirs },
    ];
    const other = { ...pair, id: 'other', localCandidateId: 'theirs' };
    const transport = { id: 't', type: 'transport', selectedCandidatePairId: 'pair' };
    const chromium = createStatistics()(reportOf(other, pair, transport, ...ends('host', 'relay')));
    expect(chromium).toMatchObject({ path: 'relay', roundTripMs: 43 });
    const firefox = createStatistics()(reportOf({ ...pair, selected: true }, ...ends('host', 'srflx')));
    expect(firefox.path).toBe('direct');
    expect(createStatistics()(reportOf(...ends('host', 'host'))).path).toBeUndefined();
  });

  it('is of the picture that comes, where a face and a screen have a section each', () => {
    const read = createStatistics();
    const screen = inbound(1_000, { id: 'screen', framesDecoded: 900, frameWidth: 1_920, frameHeight: 1_080 });
    expect(read(reportOf(inbound(1_000), screen, CODEC))).toMatchObject({ width: 1_920, framesDecoded: 925 });
  });

  it('is nothing at all where nothing is counted yet', () => {
    expect(createStatistics()(reportOf())).toEqual({
      sent: 0,
      received: 0,
      loss: 0,
      framesDecoded: 0,
      framesReceived: 0,
      framesSent: 0,
      soundPackets: 0,
      packetsLost: 0,
    });
  });
});
