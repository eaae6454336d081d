import { describe, expect, it } from 'vitest';
import { LINE_LIMITS, MEETING, SPEAKER } from '../../../../lib/proxy/contract';
import { link, makeLine, makeWorld } from '../../proxy/world';

describe('the isolated half’s end of the line', () => {
  it('has met nobody until a proxy is there', () => {
    const world = makeWorld();
    const half = link(world, { onFrame: () => undefined });
    expect(half.isMet()).toBe(false);
    makeLine(world);
    world.performance.dispatchEvent(new world.Event(MEETING));
    expect(half.isMet()).toBe(true);
  });

  it('says again that it is strict to a proxy that comes later', () => {
    const world = makeWorld();
    link(world, {
      onFrame: () => {
        throw new Error('as it happens');
      },
    }).setStrict(true);
    const { line } = makeLine(world);
    world.performance.dispatchEvent(new world.Event(MEETING));
    let verdict: unknown;
    line.hand(1, 1, 'out', '<message/>', (given) => {
      verdict = given;
    });
    expect(verdict).toEqual({ end: true });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('as it happens');
      },
    ],
    ['rejects', () => Promise.reject(new Error('as it happens'))],
  ])('lets a frame go on as it is where its listener %s', async (_how, onFrame) => {
    const world = makeWorld();
    link(world, { onFrame });
    const { line } = makeLine(world);
    world.performance.dispatchEvent(new world.Event(MEETING));
    const verdict = await new Promise((resolve) => line.hand(1, 1, 'out', '<message/>', resolve));
    expect(verdict).toEqual({ end: false });
  });

  it('takes no notice of what has not the form, is too large, or is no text', () => {
    const world = makeWorld();
    const { met } = makeLine(world);
    const heard: unknown[] = [];
    const half = link(world, { onFrame: (frame) => void heard.push(frame), onElsewhere: (where) => heard.push(where) });
    const [node] = met;
    const say = (detail: unknown) => node?.dispatchEvent(new world.CustomEvent(SPEAKER.proxy, { detail }));
    for (const detail of [
      undefined,
      null,
      {},
      7,
      [],
      'nonsense',
      'frame\n1\n1\nout',
      `frame\n1\n1\nin\n${'x'.repeat(LINE_LIMITS.frame + 200)}`,
    ])
      say(detail);
    expect(heard).toEqual([{ stream: 1, number: 1, direction: 'out', text: '' }]);
    half.stop();
    say('frame\n1\n2\nin\nx');
    expect(heard).toHaveLength(1);
  });
});
