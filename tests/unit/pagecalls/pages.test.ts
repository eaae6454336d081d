import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../lib/core/brand';
import type { PageCallReport } from '../../../lib/core/calls';
import { meeting, states, whoSeesWhom } from './meeting';
import { createPeople, TAB } from './people';
import { createTimeline } from './timeline';

const LIVE: PageCallReport = { live: 1, uncovered: 0, clear: 0, passing: false };
const INNER = { ...TAB, document: 12 };

describe('pages in pages, and pages that are loaded anew', () => {
  it('gives the keys to the frame of the document in which media flow', async () => {
    const { host, timeline, people } = await meeting('inner');
    await host.calls.report(TAB, { ...LIVE, live: 0 });
    await host.calls.report(INNER, LIVE);
    await host.openFrame(INNER);
    await timeline.run(3_000);
    expect(await states(host)).toEqual(['in']);
    // A second document without media takes nothing away from it.
    const inner = host.frame;
    await host.calls.report(INNER, LIVE);
    await host.calls.frameOpened(TAB, 'ab'.repeat(16) as never);
    await timeline.run(1_000);
    expect(inner?.orders.filter((order) => order === 'end')).toEqual([]);
    expect(whoSeesWhom(people.all()).length).toBe(2);
  });

  it('means the origin in the tab that has the call, whatever the top page is', async () => {
    const { host } = await meeting('origin');
    expect(await host.calls.originIn(TAB.tabId)).toBe(TAB.origin);
    expect(await host.calls.originIn(99)).toBeUndefined();
    await host.calls.report({ tabId: 99, origin: 'https://inner.example' as Origin, document: 4 }, LIVE);
    expect(await host.calls.originIn(99)).toBe('https://inner.example');
  });

  it('protects nothing on another origin in the same tab', async () => {
    const { host } = await meeting('elsewhere');
    const elsewhere = { ...TAB, origin: 'https://elsewhere.example' as Origin };
    expect(await host.calls.mode(elsewhere)).toEqual({ mode: 'clear' });
    expect((await host.calls.view(elsewhere)).members).toEqual([]);
  });

  it('tells every document that began what it must do, and keeps the keys where a script only lost us', async () => {
    const timeline = createTimeline('documents');
    const anna = createPeople(['anna'], timeline).get('anna');
    for (const document of [0, 12, 13]) {
      expect(await anna.calls.hello({ ...TAB, document }, timeline.now())).toEqual({ mode: 'clear' });
    }
    await anna.openFrame();
    await anna.calls.protect(TAB, []);
    await timeline.run(500);
    expect(anna.told.map(({ document }) => document)).toEqual([0, 12, 13]);
    expect(await anna.calls.hello(TAB, timeline.now())).toEqual({ mode: 'protected' });
    await timeline.run(3_000);
    expect(anna.frame?.orders).toEqual(['begin']);
    expect(anna.frame?.seal()).toBeDefined();
  });

  it('leaves a call whose page is gone without a word', async () => {
    const { host, others, timeline } = await meeting('gone');
    host.frame?.stop();
    await timeline.run(600_000);
    expect((await host.view()).call).toBeUndefined();
    expect(await states(others[0] ?? host)).toEqual([]);
  });
});
