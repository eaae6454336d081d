import { describe, expect, it } from 'vitest';
import type { PageCallReport } from '../../../lib/core/calls';
import { meeting } from './meeting';
import { createPeople, TAB } from './people';
import { createTimeline } from './timeline';

const REPORT: PageCallReport = { live: 2, uncovered: 0, clear: 0, passing: false };

describe('the status of a call in a page', () => {
  it('is off where nothing was protected, whatever the page says', async () => {
    const [anna] = createPeople(['anna'], createTimeline('off')).all();
    await anna?.calls.report(TAB, { ...REPORT, code: 'callpage/tampered', clear: 5 });
    expect(await anna?.calls.glance(TAB)).toEqual({ status: 'off', live: true, invited: false });
  });

  it('waits for a key until somebody is in, and the page cannot say otherwise', async () => {
    const timeline = createTimeline('waits');
    const people = createPeople(['anna', 'bert'], timeline);
    const anna = people.get('anna');
    await anna.openFrame();
    await anna.calls.protect(TAB, [anna.conversation('bert')]);
    await anna.calls.report(TAB, REPORT);
    expect((await anna.view()).status).toBe('waiting');
    expect((await anna.view()).members.map(({ state }) => state)).toEqual(['asked']);
    // Who has not joined sends in clear: nothing is wrong yet, and nothing is called sealed.
    await anna.calls.report(TAB, { ...REPORT, code: 'callpage/clear' });
    expect((await anna.view()).status).toBe('waiting');
  });

  it.each([
    [{ ...REPORT, code: 'callpage/clear' }, 'blocked', 'callpage/clear'],
    [{ ...REPORT, code: 'callpage/no-worker' }, 'cannot', 'callpage/no-worker'],
    [{ ...REPORT, code: 'callpage/sandboxed' }, 'cannot', 'callpage/sandboxed'],
    [{ ...REPORT, uncovered: 1 }, 'waiting', undefined],
    [{ ...REPORT, code: 'callpage/keys-lost' }, 'waiting', undefined],
  ] as const)('is lowered by a report: %o', async (report, status, code) => {
    const { host } = await meeting('lowered');
    await host.calls.report(TAB, report);
    expect(await host.calls.glance(TAB)).toMatchObject({ status, ...(code ? { code } : {}) });
    await host.calls.report(TAB, REPORT);
    expect((await host.calls.glance(TAB)).status).toBe('sealed');
  });

  it.each([{ code: 'callpage/tampered' }, { clear: 1 }] as const)(
    'stays tampered for the life of the page, over another report, a dead background and a new frame (%o)',
    async (how) => {
      const { host, timeline } = await meeting('tampered');
      await host.calls.report(TAB, { ...REPORT, ...how });
      await host.calls.report(TAB, REPORT);
      host.kill();
      await host.openFrame();
      await timeline.run(3_000);
      expect(await host.calls.glance(TAB)).toMatchObject({ status: 'tampered', code: 'callpage/tampered' });
      await host.calls.hello({ ...TAB, document: 4 }, timeline.now());
      expect((await host.calls.glance(TAB)).status).toBe('tampered');
    },
  );

  it('says nothing of a protection that a document has not heard of yet, while media flow in it', async () => {
    const { host, timeline } = await meeting('passing');
    await host.calls.report(TAB, { ...REPORT, passing: true });
    expect(await host.calls.glance(TAB)).toMatchObject({ status: 'off', live: true });
    await host.calls.report(TAB, REPORT);
    expect((await host.calls.glance(TAB)).status).toBe('sealed');
    // One where nothing flows, and one that is gone, let nothing pass.
    await host.calls.report({ ...TAB, document: 5 }, { ...REPORT, live: 0, passing: true });
    expect((await host.calls.glance(TAB)).status).toBe('sealed');
    await host.calls.report({ ...TAB, document: 6 }, { ...REPORT, passing: true });
    await timeline.run(3_500);
    await host.calls.report(TAB, REPORT);
    expect((await host.calls.glance(TAB)).status).toBe('sealed');
  });

  it('tells of media while a document says so, and no longer', async () => {
    const { host, timeline } = await meeting('live');
    await host.calls.report(TAB, REPORT);
    await host.calls.report({ ...TAB, document: 5 }, { ...REPORT, live: 0 });
    expect((await host.calls.glance(TAB)).live).toBe(true);
    await timeline.run(3_500);
    expect((await host.calls.glance(TAB)).live).toBe(false);
  });

  it('counts what a frame counted only where that frame has the keys', async () => {
    const { host } = await meeting('counts');
    const { call } = await host.view();
    const older = host.frame?.ticket;
    await host.openFrame();
    if (call === undefined || older === undefined) throw new Error('no call');
    await expect(host.calls.counts(TAB, older, call, { sealed: 9, opened: 9, refused: 0 })).rejects.toMatchObject({
      code: 'callpage/no-call',
    });
  });

  it('holds no name where it stands in the page', async () => {
    const { host } = await meeting('glance');
    const text = JSON.stringify(await host.calls.glance(TAB));
    expect(text).not.toContain('bert');
  });
});
