import { describe, expect, it } from 'vitest';
import { type Came, createSentWatch } from '../../../lib/callpage/sent';

// A call in steps of 10 ms: an encoder, our transform, a line that takes its time, and the script that looks.

type World = {
  readonly kind: 'audio' | 'video';
  /** Frames are encoded at this moment. */
  readonly encodes: (at: number) => boolean;
  /** Octets of each. */
  readonly size?: (at: number) => number;
  /** The first moment at which they go past us. */
  readonly bypassed?: number;
  /** A frame reaches us, and goes back, only where the script runs. */
  readonly runs?: (at: number) => boolean;
  /** Frames are on their way to us, while the script runs. */
  readonly holds?: (at: number) => boolean;
  /** They come to us, and we give none back. */
  readonly drops?: (at: number) => boolean;
  /** How many frames of those that it holds our worker gives back. */
  readonly gives?: (at: number) => number;
  /** Octets that the line takes in 10 ms. */
  readonly line?: number;
  /** Octets with which the browser probes the line. */
  readonly padding?: (at: number) => number;
  /** Firefox: counts are told every 100 ms, and reach the script so much later. */
  readonly told?: (at: number) => number;
  readonly length?: number;
};

const PACKET = 1_200;

/** When the alarm came, in ms; `undefined`: never. */
function play(world: World): number | undefined {
  const { kind, encodes, size = () => 4_000, bypassed = Number.POSITIVE_INFINITY, runs = () => true } = world;
  const { holds = () => false, drops = () => false, gives = () => 100, told, length = 5_000 } = world;
  const { line = 100_000, padding = () => 0 } = world;
  const watch = createSentWatch(kind);
  const sent = { octets: 0, packets: 0, frames: 0 };
  let [count, passed, queue, lookedAt] = [0, 0, 0, 0];
  const held: number[] = [];
  let waiting: number[] = [];
  let heard: Came = { count, passed, at: 0 };
  const messages: Array<Came & { readonly due: number }> = [];
  for (let at = 0; at < length; at += 10) {
    if (encodes(at)) {
      sent.frames += kind === 'video' ? 1 : 0;
      if (at >= bypassed) queue += size(at);
      else waiting.push(size(at));
    }
    if (runs(at) && !holds(at)) {
      count += waiting.length;
      if (!drops(at)) held.push(...waiting);
      waiting = [];
      const given = held.splice(0, gives(at));
      passed += given.length;
      queue += given.reduce((sum, one) => sum + one, 0);
    }
    const out = Math.min(queue, line);
    queue -= out;
    const more = out + padding(at);
    sent.octets += more;
    sent.packets += Math.ceil(more / (kind === 'audio' ? size(at) : PACKET));
    if (told !== undefined && at % 100 === 70) messages.push({ count, passed, at, due: at + told(at) });
    let hears = false;
    if (!runs(at)) continue;
    while ((messages[0]?.due ?? Number.POSITIVE_INFINITY) <= at) {
      heard = messages.shift() ?? heard;
      hears = true;
    }
    if (at - lookedAt < (hears ? 40 : 100)) continue;
    lookedAt = at;
    const now = () => (told === undefined ? { count, passed, at } : heard);
    let surplus = watch.came(now());
    if (surplus === 0 && watch.isToBeAsked(at)) {
      watch.answer({ ...sent, at });
      surplus = watch.came(now());
    }
    if (surplus > 0) return at;
  }
  return undefined;
}

const every = (ms: number) => (at: number) => at % ms === 0;
const VIDEO = { kind: 'video', encodes: every(30) } as const;
const AUDIO = { kind: 'audio', encodes: every(20), size: (): number => 80 } as const;
const BROWSERS = [
  ['counts of this moment', {}],
  ['counts that a worker tells', { told: () => 10 }],
] as const;

describe.each(BROWSERS)('what was sent past us, by %s', (_name, counts) => {
  it.each([
    ['a picture', VIDEO],
    ['a picture of few octets', { ...VIDEO, size: (): number => 450 }],
    ['a picture of 15 a second', { ...VIDEO, encodes: every(60) }],
    ['sound', AUDIO],
  ] as const)('is told within 500 ms of %s, whenever it begins', (_what, world) => {
    for (let phase = 0; phase < 200; phase += 10) {
      const bypassed = 2_000 + phase;
      const at = play({ ...world, ...counts, bypassed });
      expect((at ?? 9_999) - bypassed).toBeLessThan(500);
      expect((at ?? 0) - bypassed).toBeGreaterThan(0);
    }
  });

  it('is told where nothing was sent for long before', () => {
    for (let bypassed = 3_500; bypassed < 4_500; bypassed += 70) {
      const encodes = (now: number) => now % 30 === 0 && (now < 1_000 || now >= bypassed);
      const at = play({ ...VIDEO, ...counts, encodes, bypassed });
      expect((at ?? 9_999) - bypassed).toBeLessThan(500);
    }
  });

  it.each<readonly [string, World]>([
    ['while frames come to us', VIDEO],
    ['of sound', AUDIO],
    ['where nobody has a key, so that none is given back', { ...VIDEO, drops: () => true }],
    [
      'where they stop, and the line is padded',
      { ...VIDEO, encodes: (at) => at % 30 === 0 && at < 1_000, padding: () => 500 },
    ],
    ['where a worker hangs while the line is padded', { ...VIDEO, drops: (at) => at > 1_000, padding: () => 500 }],
    [
      'of a screen that stands still',
      { ...VIDEO, encodes: every(1_000), padding: (at) => (at % 500 < 30 ? 6_000 : 0) },
    ],
    [
      'where a key picture of 90 kB goes out slowly, and the encoder waits for it',
      {
        ...VIDEO,
        encodes: (at) => at % 30 === 0 && (at < 990 || at > 1_900),
        size: (at) => (at === 960 ? 90_000 : 900),
        line: 900,
      },
    ],
    ['where the script stood still for a second, again and again', { ...VIDEO, runs: (at) => at % 1_500 < 500 }],
    ['where frames are held up on their way to us', { ...VIDEO, holds: (at) => at % 1_500 > 900, padding: () => 10 }],
    ['where sound goes out slower than it comes', { ...AUDIO, encodes: (at) => at % 400 < 200, line: 60 }],
    ['where sound comes in heaps', { ...AUDIO, runs: (at) => at % 400 < 30 }],
    [
      'where a worker hangs, sound stops, and what it held is given back at once',
      { ...AUDIO, encodes: (at) => at % 20 === 0 && at % 700 < 400, gives: (at) => (at % 700 > 510 ? 100 : 0) },
    ],
    [
      'where it is given back little by little',
      { ...AUDIO, encodes: (at) => at % 20 === 0 && at % 900 < 400, gives: (at) => (at % 900 > 520 ? 1 : 0) },
    ],
    ['where a slow line repeats and pads', { ...VIDEO, line: 800, size: (): number => 2_000, padding: () => 300 }],
  ])('is nothing %s', (_what, world) => {
    expect(play({ ...world, ...counts })).toBeUndefined();
  });
});

describe('counts that come late', () => {
  it.each([
    ['always by 300 ms', () => 300],
    ['by up to a second', (at: number) => 1_000 - (at % 1_000)],
    ['by half a second, now and then', (at: number) => (at % 700 < 200 ? 500 : 5)],
  ])('are no alarm: %s', (_what, told) => {
    expect(play({ ...VIDEO, told })).toBeUndefined();
    expect(play({ ...AUDIO, told })).toBeUndefined();
  });

  it('prove nothing about what was sent after them', () => {
    const watch = createSentWatch('audio');
    watch.came({ count: 9, passed: 9, at: 0 });
    watch.answer({ octets: 0, packets: 0, frames: 0, at: 110 });
    watch.answer({ octets: 400, packets: 4, frames: 0, at: 150 });
    watch.answer({ octets: 900, packets: 9, frames: 0, at: 210 });
    expect(watch.came({ count: 9, passed: 9, at: 205 })).toBe(0);
    expect(watch.came({ count: 9, passed: 9, at: 211 })).toBe(900);
  });
});

it('a stream that takes the place of another is counted anew', () => {
  const watch = createSentWatch('video');
  watch.came({ count: 9, passed: 9, at: 0 });
  watch.answer({ octets: 50_000, packets: 50, frames: 50, at: 110 });
  watch.answer({ octets: 10, packets: 1, frames: 1, at: 210 });
  watch.came({ count: 9, passed: 9, at: 300 });
  watch.answer({ octets: 900, packets: 2, frames: 2, at: 410 });
  expect(watch.came({ count: 9, passed: 9, at: 500 })).toBe(0);
});
