import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../lib/core/brand';
import { createRandom } from '../../support/channel/random';
import { meeting } from './meeting';
import { createPeople, type Person, TAB } from './people';
import { createTimeline, type Timeline } from './timeline';

const INNER = { ...TAB, document: 12 };
const OTHER = { ...TAB, origin: 'https://elsewhere.example' as Origin };
const [CLEAR, PROTECTED] = [{ mode: 'clear' }, { mode: 'protected' }];

/** Somebody whose page said that it is there, protected it, and left. */
async function left(seed: string) {
  const { host, timeline } = await meeting(seed);
  const began = timeline.now() - 60_000;
  expect(await host.calls.hello(TAB, began)).toEqual(PROTECTED);
  await host.calls.end(TAB);
  await timeline.run(1_000);
  return { host, timeline, began };
}

describe('a page whose call was protected and left', () => {
  it('stays protected where its script asks again, also in frames that come later', async () => {
    const { host, timeline, began } = await left('again');
    expect(await host.calls.hello(TAB, began)).toEqual(PROTECTED);
    expect(await host.calls.hello(INNER, timeline.now())).toEqual(PROTECTED);
    expect(await host.calls.glance(TAB)).toMatchObject({ status: 'cannot', code: 'callpage/left' });
  });

  it('is clear when it is loaded anew after that', async () => {
    const { host, timeline } = await left('anew');
    expect(await host.calls.hello(TAB, timeline.now())).toEqual(CLEAR);
    expect(await host.calls.glance(TAB)).toMatchObject({ status: 'off' });
  });

  it('stays protected where a reload was on its way when it was left, however late its hello comes', async () => {
    const { host, timeline } = await meeting('on its way');
    await host.calls.hello(TAB, timeline.now());
    await timeline.run(1_000);
    const began = timeline.now();
    await timeline.run(50);
    await host.calls.end(TAB);
    await timeline.run(900);
    expect(await host.calls.hello(TAB, began)).toEqual(PROTECTED);
    host.kill();
    expect(await host.calls.hello(TAB, began)).toEqual(PROTECTED);
    expect(await host.calls.mode(TAB)).toEqual(PROTECTED);
  });

  it('stays protected where a background dies at any write between leaving and the hello', async () => {
    for (let write = 1; write <= 4; write++) {
      const { host, timeline } = await meeting(`killed ${write}`);
      const began = timeline.now();
      await host.calls.hello(TAB, began);
      await timeline.run(1_000);
      host.fuse.dieBefore = host.fuse.writes + write;
      // One of them may never be answered, as it is in a browser.
      host.calls.end(TAB).catch(() => undefined);
      host.calls.hello(TAB, began).catch(() => undefined);
      await timeline.run(5_000);
      expect(await host.calls.hello(TAB, began)).toEqual(PROTECTED);
      expect(await host.calls.mode(TAB)).toEqual(PROTECTED);
    }
  });

  it('is not forgotten over the late hello of a page that was there before it', async () => {
    const { host, timeline } = await meeting('before');
    const before = timeline.now() - 90_000;
    await host.calls.hello(TAB, timeline.now() - 60_000);
    await host.calls.end(TAB);
    await timeline.run(1_000);
    expect(await host.calls.hello(OTHER, before)).toEqual(CLEAR);
    expect(await host.calls.mode(TAB)).toEqual(PROTECTED);
    expect(await host.calls.hello(OTHER, timeline.now())).toEqual(CLEAR);
    expect(await host.calls.mode(TAB)).toEqual(CLEAR);
  });

  it('stays protected where an update of the extension forgot it, until it is loaded anew', async () => {
    const timeline = createTimeline('updated');
    const anna = createPeople(['anna'], timeline).get('anna');
    const began = timeline.now() - 60_000;
    const report = { live: 1, uncovered: 0, clear: 0, passing: false, code: 'callpage/updated' } as const;
    expect(await anna.calls.hello(TAB, began)).toEqual(CLEAR);
    expect(await anna.calls.report(TAB, report)).toEqual(PROTECTED);
    expect(await anna.calls.glance(TAB)).toMatchObject({ status: 'cannot', code: 'callpage/updated' });
    anna.kill();
    expect(await anna.calls.hello(TAB, began)).toEqual(PROTECTED);
    await timeline.run(1_000);
    expect(await anna.calls.hello(TAB, timeline.now())).toEqual(CLEAR);
  });

  it('keeps what speaks against its status where its script asks again', async () => {
    const { host, timeline } = await meeting('heard');
    const began = timeline.now();
    await host.calls.hello(TAB, began);
    await host.calls.report(TAB, { live: 1, uncovered: 0, clear: 0, passing: false, code: 'callpage/codec' });
    await host.calls.hello(TAB, began);
    expect(await host.calls.glance(TAB)).toMatchObject({ status: 'cannot', code: 'callpage/codec' });
  });
});

/** A page that is loaded anew, protected and left as it comes; hellos are late, said twice, and go on after their page. */
async function wander(anna: Person, timeline: Timeline, seed: string, steps: number) {
  const random = createRandom(`wander ${seed}`);
  const chance = (below: number): number => (random(1)[0] ?? 0) % below;
  type Page = { readonly began: number; hadTo: boolean };
  const page = (): Page => ({ began: timeline.now(), hadTo: false });
  let current = page();
  const wrong: string[] = [];
  let [answers, clear] = [0, 0];
  const note = async (): Promise<void> => {
    if ((await anna.view()).call !== undefined) current.hadTo = true;
  };
  const hello = async (from: Page): Promise<void> => {
    // What was there while it was protected must hear so, whatever came between.
    const { hadTo } = from;
    const { mode } = await anna.calls.hello(TAB, from.began);
    answers += 1;
    if (mode === 'clear') clear += 1;
    if (hadTo && from === current && mode === 'clear') wrong.push(`${from.began} hears clear`);
  };
  for (let step = 0; step < steps; step++) {
    const from = current;
    const act = chance(8);
    if (act === 0) {
      current = page();
      if (chance(2) === 0) await hello(current);
    } else if (act === 1) await anna.calls.protect(TAB, []);
    else if (act === 2) await anna.calls.end(TAB);
    else if (act === 3) anna.kill();
    else if (act === 4) timeline.later(chance(200), () => hello(from));
    else await hello(from);
    await note();
    await timeline.run(1 + chance(60));
  }
  return { wrong, answers, clear };
}

describe('a page over any history of reloads, hellos, protecting and leaving', () => {
  it.each(['a', 'b', 'c', 'd'])(
    'never hears clear where it was there while a call was protected (%s)',
    async (seed) => {
      const timeline = createTimeline(seed);
      const anna = createPeople(['anna'], timeline).get('anna');
      const { wrong, answers, clear } = await wander(anna, timeline, seed, 250);
      expect(wrong).toEqual([]);
      expect(answers).toBeGreaterThan(100);
      // Pages that were loaded after leaving are clear again: not all is shut.
      expect(clear).toBeGreaterThan(5);
    },
  );
});
