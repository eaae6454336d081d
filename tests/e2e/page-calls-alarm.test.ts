import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { type CallMediaStage, setCallMediaStage } from '../support/callmedia-probe/stage';
import { until } from '../support/wait';

// A page that takes our sealing away in a manner that cannot be seen: then counts alone say it. And what counts say of
// somebody who has no key, or a wrong one.

type Outcome = {
  /** From the moment from which frames go past us to the end of everything that is sent, in ms. */
  readonly after: number;
  /**
   * What timers of the page and of a worker beside it, frames, and answers of the browser were late by meanwhile: there no
   * script of ours ran, nothing was encoded, and nobody answered us either.
   */
  readonly late: number;
};

/** Sends on what it is given as it is, and says how late that and its own timer are each time. */
const WORKER = `
onrtctransform = ({ transformer }) => {
  let came = performance.now();
  const transform = (frame, controller) => {
    const now = performance.now();
    postMessage(Math.max(0, now - came - 70));
    came = now;
    controller.enqueue(frame);
  };
  transformer.readable.pipeThrough(new TransformStream({ transform })).pipeTo(transformer.writable);
};
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  postMessage(Math.max(0, now - last - 20));
  last = now;
}, 10);
`;

/** Runs in the page: what one kind of track sends goes past us from now on. Answers once its call was stopped. */
const BYPASS = (kind: 'audio' | 'video') => `(async () => {
  const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(WORKER)}])));
  let late = 0;
  // It runs before it is given frames.
  await new Promise((resolve) => { worker.onmessage = resolve; });
  worker.onmessage = ({ data }) => { late += data; };
  const all = pc.getTransceivers();
  const { sender } = all.find((one) => one.sender.track?.kind === '${kind}');
  sender.transform = new RTCRtpScriptTransform(worker, '');
  const began = performance.now();
  let [last, slowest] = [began, 0];
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const now = performance.now();
    late += Math.max(0, now - last - 20);
    await sender.getStats();
    last = performance.now();
    slowest = Math.max(slowest, last - now);
    if (all.every((one) => one.sender.track === null)) return { after: now - began, late: late + 2 * slowest };
    if (now - began > 20_000) throw new Error('it was not stopped');
  }
})()`;

describe.each(KINDS)('the watch over what a page sends past us in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: CallMediaStage;
    beforeAll(async () => {
      stage = await setCallMediaStage(kind);
    });
    afterAll(() => stage?.close());

    const codes = async () =>
      (await stage.facts()).reports.flatMap(({ name, code }) => (name === 'a' && code !== undefined ? [code] : []));

    it.each(['video', 'audio'] as const)('stops the call within 500 ms of the first frames of %s', async (track) => {
      await stage.open('protected', '?blind=1');
      await stage.run('a', 'begin()');
      await stage.decodes('b', 20, 60_000);
      await stage.decodes('a', 20, 60_000);
      expect(await codes()).not.toContain('callpage/tampered');
      const { after, late } = await stage.run<Outcome>('a', BYPASS(track));
      console.info(kind, track, { after: Math.round(after), late: Math.round(late) });
      expect(after).toBeLessThan(500 + late);
      await until('the alarm to be told', async () => (await codes()).includes('callpage/tampered'));
    });

    it.each([
      ['no key', { keyless: ['b'] }],
      ['a wrong key', { misled: ['b'] }],
    ])(
      '[req 39] opens none of 500 frames with %s, and refuses none of those of who has the right one',
      async (_key, who) => {
        await stage.open('protected', '', who);
        await stage.run('a', 'begin()');
        await stage.decodes('a', 20, 60_000);
        const counts = await until(
          '500 frames to be counted',
          async () => {
            const { a, b } = (await stage.facts()).counts;
            const { received } = await stage.stats('b');
            // Where there is no key nothing is counted but what was sealed, and the packets that came, one or more for a frame.
            const tried = 'misled' in who ? (b?.refused ?? 0) : Math.min(a?.sealed ?? 0, received);
            if (tried < 500) throw new Error(`${JSON.stringify({ a, b })}, ${received} packets`);
            return { a, b };
          },
          { within: 60_000, every: 500 },
        );
        expect(counts.b?.opened).toBe(0);
        expect(counts.a?.refused).toBe(0);
        expect(counts.a?.opened).toBeGreaterThan(200);
        expect(await stage.stats('b')).toMatchObject({ decoded: 0 });
      },
    );
  });
});
