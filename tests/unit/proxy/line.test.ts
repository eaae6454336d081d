import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LINE_LIMITS } from '../../../lib/proxy/contract';
import { createLane } from '../../../lib/proxy/lane';
import type { Line, Verdict } from '../../../lib/proxy/line';
import { link, makeLine, makeWorld } from './world';

describe('the proxy’s end of the line', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const lane = (line: Line, direction: 'in' | 'out' = 'out') => {
    const out: string[] = [];
    const made = createLane(line, line.openStream('websocket', 'wss://example/ws'), direction);
    const show = (text: string, { end, text: other }: Verdict) => out.push(end ? 'ended' : (other ?? text));
    return {
      out,
      send(text: string) {
        const early = made.frame(text, (verdict) => show(text, verdict));
        if (early !== undefined) show(text, early);
        return early;
      },
      made,
    };
  };

  it('keeps frames until somebody comes, and lets them pass where nobody does for as long as patience lasts', () => {
    const { line } = makeLine(makeWorld());
    const { out, send } = lane(line);
    send('one');
    vi.advanceTimersByTime(LINE_LIMITS.patience - 1);
    send('two');
    expect(out).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(out).toEqual(['one', 'two']);
    expect(send('three')).toEqual({ end: false });
  });

  it('lets the frames of one lane out in their order, whatever the order of the answers', async () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const answers: Array<(text: string | undefined) => void> = [];
    link(world, { onFrame: () => new Promise((resolve) => answers.push(resolve)) });
    const { out, send, made } = lane(line);
    for (const text of ['one', 'two', 'three']) send(text);
    made.after(() => out.push('end'));
    answers[2]?.('THREE');
    answers[1]?.(undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(out).toEqual([]);
    answers[0]?.('ONE');
    await vi.advanceTimersByTimeAsync(0);
    expect(out).toEqual(['ONE', 'two', 'THREE', 'end']);
  });

  it('lets a late frame pass, asks on without waiting, and waits again as soon as there is an answer', async () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const late: number[] = [];
    const answers: Array<(text: string) => void> = [];
    link(world, {
      onFrame: () => new Promise((resolve) => answers.push(resolve)),
      onLate: ({ number }) => late.push(number),
    });
    const { out, send } = lane(line);
    send('one');
    vi.advanceTimersByTime(LINE_LIMITS.patience);
    expect(out).toEqual(['one']);
    send('two');
    expect(out).toEqual(['one', 'two']);
    expect(late).toEqual([1, 2]);
    answers[1]?.('too late');
    await vi.advanceTimersByTimeAsync(0);
    send('three');
    expect(out).toEqual(['one', 'two']);
    answers[2]?.('THREE');
    await vi.advanceTimersByTimeAsync(0);
    expect(out).toEqual(['one', 'two', 'THREE']);
  });

  it.each([
    ['out', '<message/>', 'ended'],
    ['out', '<presence/>', '<presence/>'],
    ['in', '<message/>', '<message/>'],
  ] as const)('where strict, and without an answer, makes of the frame going %s %s: %s', (direction, text, result) => {
    const world = makeWorld();
    const { line } = makeLine(world);
    link(world, { onFrame: () => new Promise(() => undefined) }).setStrict(true);
    const { out, send } = lane(line, direction);
    send(text);
    vi.advanceTimersByTime(LINE_LIMITS.patience);
    expect(out).toEqual([result]);
  });

  it('lets a message pass where nobody answers and nobody is strict', () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    link(world, { onFrame: () => new Promise(() => undefined) });
    const { out, send } = lane(line);
    send('<message/>');
    vi.advanceTimersByTime(LINE_LIMITS.patience);
    expect(out).toEqual(['<message/>']);
  });

  it('asks a new half about the frames that wait, once', () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const { out, send } = lane(line);
    send('one');
    link(world, { onFrame: () => new Promise(() => undefined) });
    send('two');
    expect(out).toEqual([]);
    const asked: number[] = [];
    link(world, {
      onFrame: ({ number, text }) => {
        asked.push(number);
        return text.toUpperCase();
      },
    });
    expect({ out, asked }).toEqual({ out: ['ONE', 'TWO'], asked: [1, 2] });
  });

  it('stays strict behind a half that is gone', () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const half = link(world, { onFrame: () => undefined });
    half.setStrict(true);
    half.stop();
    expect(lane(line).send('<message/>')).toEqual({ end: true });
  });

  it('hears the newest half alone', () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const first = link(world, { onFrame: () => 'first' });
    link(world, { onFrame: () => 'second' });
    first.stop();
    expect(lane(line).send('x')).toEqual({ end: false, text: 'second' });
  });

  it('passes what is too large unseen, at its place, and says so', async () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const where: string[] = [];
    const frames: number[] = [];
    link(world, {
      onFrame: async ({ number }) => {
        frames.push(number);
        return undefined;
      },
      onElsewhere: ({ what }) => where.push(what),
    });
    const { out, send } = lane(line);
    const large = 'x'.repeat(LINE_LIMITS.frame + 1);
    for (const text of ['one', large, 'two']) send(text);
    expect(out).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(out.map((text) => text.slice(0, 5))).toEqual(['one', 'xxxxx', 'two']);
    expect({ where, frames }).toEqual({ where: ['unreadable'], frames: [1, 2] });
  });

  it('goes on where what it lets out brings the page to send more', () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const { made } = lane(line);
    const order: string[] = [];
    made.after(() => {
      made.after(() => order.push('inner'));
      order.push('outer');
    });
    expect(order).toEqual(['outer', 'inner']);
    expect(made.isEmpty()).toBe(true);
  });

  it('says to each half that comes what is open, what it cannot see, and no more of it than its limit', () => {
    const world = makeWorld();
    const { line } = makeLine(world);
    const open = line.openStream('websocket', 'wss://example/1');
    line.openStream('bosh', `https://example/${'x'.repeat(5_000)}`);
    line.closeStream(open);
    for (let at = 0; at < 100; at += 1) line.elsewhere('worker', String(at));
    const heard: unknown[] = [];
    link(world, {
      onFrame: () => undefined,
      onStream: ({ stream, url }) => heard.push([stream, url.length]),
      onElsewhere: ({ url }) => heard.push(url),
    });
    expect(heard).toEqual([
      [2, LINE_LIMITS.url],
      ...Array.from({ length: LINE_LIMITS.elsewhere }, (_, at) => String(at)),
    ]);
  });
});
