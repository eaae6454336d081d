import { describe, expect, it } from 'vitest';
import type { Sender } from '../../../lib/media/sender';
import { AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128 } from '../../../lib/media/suites';
import { createCallWorld, deviceOf, sealed } from '../../support/media/call';
import { frameOf } from '../../support/media/octets';
import { median, round } from '../../support/numbers';

const SIZES = [100, 1_000, 4_000, 20_000] as const;
const RUNS = 60;

async function microseconds(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < RUNS; at++) {
    const start = performance.now();
    await run();
    times.push((performance.now() - start) * 1_000);
  }
  return round(median(times));
}

describe('the cost of a frame', () => {
  // Printed, not judged: the machine is shared. The budget of the whole call is measured in the browsers.
  it.each([AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128])(
    'is printed: suite $id',
    async (suite) => {
      const lines: string[] = [];
      for (const size of SIZES) {
        const { anna, bert } = createCallWorld({ seed: `cost ${size}`, suite }).pair();
        const frame = frameOf('other', size);
        const payloads = Array.from({ length: 2 * RUNS }, () => sealed(anna.sender, 'camera', 'vp9', frame));
        const figures = [
          await microseconds(() => anna.sender.seal('camera', 'vp9', frame)),
          await microseconds(() => bert.receiver.open('vp9', payloads.pop() ?? frame)),
          await microseconds(() => anna.sender.sealNow('camera', 'vp9', frame)),
          await microseconds(() => bert.receiver.openNow('vp9', payloads.pop() ?? frame)),
        ];
        expect(payloads).toEqual([]);
        lines.push(`${size} B: seal ${figures[0]}, open ${figures[1]}, at once ${figures[2]} and ${figures[3]}`);
      }
      console.info(`suite ${suite.id}, median of ${RUNS}, in microseconds\n  ${lines.join('\n  ')}`);
    },
    120_000,
  );

  const overhead = (sender: Sender, codec: 'vp8' | 'vp9' | 'opus', kind: Parameters<typeof frameOf>[0]): number =>
    sealed(sender, codec === 'opus' ? 'microphone' : 'camera', codec, frameOf(kind, 500)).length - 500;

  it('is at most 22 octets, at the highest key id and counter; 31 for a VP8 key frame', () => {
    const world = createCallWorld({ seed: 'overhead' });
    const first = world.join(0, [1]);
    const young = [overhead(first.sender, 'vp9', 'other'), overhead(first.sender, 'vp8', 'vp8-delta')];
    const worst = world.join(15, [1], 31);
    for (let at = 0; at < 15; at++) worst.sender.admit(deviceOf(1));
    for (let at = 0; at < 40_000; at++) sealed(worst.sender, 'camera', 'vp9', frameOf('other', 1));
    const old = {
      vp9: overhead(worst.sender, 'vp9', 'other'),
      delta: overhead(worst.sender, 'vp8', 'vp8-delta'),
      key: overhead(worst.sender, 'vp8', 'vp8-key'),
    };
    console.info(`overhead: ${young.join(' and ')} octets at first; at the worst ${JSON.stringify(old)}`);
    expect(young).toEqual([17, 18]);
    expect(old).toEqual({ vp9: 21, delta: 22, key: 31 });
  }, 120_000);
});
