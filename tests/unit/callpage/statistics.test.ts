import { describe, expect, it } from 'vitest';
import { sentBy } from '../../../lib/callpage/statistics';

const ROWS = [
  ['a', { type: 'outbound-rtp', bytesSent: 900, retransmittedBytesSent: 100, packetsSent: 9, framesEncoded: 3 }],
  ['b', { type: 'outbound-rtp', bytesSent: 50, packetsSent: 2, retransmittedPacketsSent: 1, framesEncoded: 1 }],
  ['c', { type: 'transport', bytesSent: 7_000, packetsSent: 70 }],
] as const;
const ALL = { octets: 850, packets: 10, frames: 4 };

/** As Firefox gives it to a script; `keys` are the page's. */
const inFirefox = (keys: () => Iterable<unknown>) => {
  const map = new Map<string, object>(ROWS);
  const report = {
    size: map.size,
    get: (name: string) => map.get(name),
    has: (name: string) => map.has(name),
    values() {
      throw new Error('Xray wrapping of iterators not supported.');
    },
    wrappedJSObject: { keys },
  };
  return sentBy({ getStats: async () => report as unknown as RTCStatsReport });
};
function* without(): Generator<unknown> {
  for (;;) yield 'b';
}

describe('what the browser says that it sent', () => {
  it('is the sum of all layers, without what was sent again', async () => {
    expect(await sentBy({ getStats: async () => new Map<string, object>(ROWS) as RTCStatsReport })).toEqual(ALL);
    expect(await inFirefox(() => ['a', 'b', 'c'])).toEqual(ALL);
  });

  it.each([
    ['leaves one out', () => ['b', 'c']],
    ['names one twice', () => ['b', 'b', 'c']],
    ['names what is not there', () => ['b', 'c', 'd']],
    ['never ends', without],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives objects', () => [{}, 'b', 'c']],
  ])('is not known where a page %s', async (_how, keys) => {
    expect(await inFirefox(keys)).toBeUndefined();
  });
});
