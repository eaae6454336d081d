import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OURS } from '../../lib/page/frame';
import { browserMissing } from '../support/browser/missing';
import { barSays, castCallers, isStatus, joinCall, protectWith, viewOf } from '../support/calls-lab/callers';
import { flows, openCall } from '../support/calls-lab/hands';
import { type Janus, janusMissing, ROOMS, startJanus } from '../support/calls-lab/janus';
import { watch } from '../support/calls-lab/measure';
import { unevenness } from '../support/calls-lab/noise';
import { type CallPageServer, startCallPages } from '../support/calls-lab/page-server';
import { readRecording, sentSince } from '../support/calls-lab/recording';
import { sealTogether } from '../support/calls-lab/room-talk';
import { shapesOf } from '../support/calls-lab/sealed-shape';
import { FIREFOX_BUILD } from '../support/e2e/cast';
import { type ChatRelay, openChatRelay, type Talker } from '../support/e2e/talkers';
import { until } from '../support/wait';

// Whatever dies: nothing goes out in clear. Janus records every packet that reaches it.

const missing = browserMissing() ?? janusMissing();
const title = 'a protected call whose parts die';

const SPAN_MS = 4_000;

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let relay: ChatRelay;
  let pages: CallPageServer;
  let janus: Janus;
  let anna: Talker;
  let bert: Talker;
  let rooms = 0;
  beforeAll(async () => {
    [relay, pages] = await Promise.all([openChatRelay(), startCallPages()]);
    const cast = [
      ['chromium', 'anna'],
      ['firefox', 'bert'],
    ] as const;
    [anna, bert] = (await castCallers(cast, relay, pages)) as [Talker, Talker];
  }, 180_000);
  afterAll(async () => {
    await Promise.allSettled([anna?.close(), bert?.close()]);
    await Promise.allSettled([relay?.destroy(), pages?.close()]);
  }, 60_000);
  beforeEach(async () => {
    janus = await startJanus();
    return async () => janus.stop();
  });

  const enter = (who: Talker, more: Readonly<Record<string, string>> = {}): Promise<Page> => {
    rooms += 1;
    const room = { janus: janus.url, room: String(ROOMS.recorded), name: who.name, ...more, visit: String(rooms) };
    return openCall(who, pages.pageOf('room', room));
  };

  /** What was sent to Janus since then, over all streams: nothing of it is in clear. */
  function nothingClear(since: number, least: number): void {
    const shapes = janus.recordings().map((path) => shapesOf(sentSince(readRecording(path), since)));
    console.info(shapes.map(({ sealed, other }) => [sealed, other]));
    expect(shapes.reduce((sum, { other }) => sum + other, 0)).toBe(0);
    expect(shapes.reduce((sum, { sealed }) => sum + sealed, 0)).toBeGreaterThanOrEqual(least);
    for (const { noise } of shapes) if (noise.length > 5_000) expect(unevenness(noise)).toBeLessThan(6);
  }

  it('sends nothing in clear before the other has keys', async () => {
    const page = await enter(anna);
    await protectWith(anna, page, [bert]);
    await isStatus(anna, page, 'waiting');
    const since = Date.now();
    await watch(page, [page], SPAN_MS);
    nothingClear(since, 0);
    await page.close();
  });

  it('goes on sealed without its background, and sends nothing in clear without its frame and worker', async () => {
    const [annas, berts] = [await enter(anna), await enter(bert)];
    await sealTogether([
      { who: anna, page: annas },
      { who: bert, page: berts },
    ]);
    const since = Date.now();
    await anna.killBackground();
    await watch(annas, [berts], SPAN_MS);
    nothingClear(since, 50);

    // The page throws our frame away, and the worker with it; a new one takes its place, with new keys.
    const taken = await annas.evaluate((name) => {
      const ours = [...document.documentElement.querySelectorAll(`[${name}]`)];
      for (const one of ours) one.remove();
      return ours.length;
    }, OURS);
    expect(taken).toBeGreaterThan(0);
    await flows(berts, 30, 60_000);
    nothingClear(since, 100);
    await Promise.all([annas.close(), berts.close()]);
  });

  for (const which of ['chromium', 'firefox'] as const) {
    it(`[strict page] seals in ${which} on a page with the strictest policy, or says that it cannot; never in clear`, async () => {
      const [who, other] = which === 'chromium' ? [anna, bert] : [bert, anna];
      const [page, theirs] = [await enter(who, { csp: '1' }), await enter(other)];
      const call = await protectWith(who, page, [other]);
      await joinCall(other, theirs, call);
      const status = await Promise.race([
        isStatus(who, page, 'sealed', 40_000).then(({ status: is }) => is),
        isStatus(who, page, 'cannot', 40_000).then(({ status: is }) => is),
      ]);
      console.info(which, 'strict policy:', status);
      // The other's page was in clear until they joined.
      await until('the other to be protected', async () => (await viewOf(other, theirs)).status !== 'off');
      const since = Date.now();
      if (status === 'sealed') await flows(theirs, 30, 60_000);
      await watch(page, [theirs], SPAN_MS);
      nothingClear(since, 0);
      await Promise.all([page.close(), theirs.close()]);
    });
  }

  it('stays closed in Firefox where Sotto is updated in its middle, and says what to do', async () => {
    const [annas, berts] = [await enter(anna), await enter(bert)];
    await sealTogether([
      { who: anna, page: annas },
      { who: bert, page: berts },
    ]);
    const since = Date.now();
    await bert.browser.installExtension(FIREFOX_BUILD);
    await watch(annas, [berts], SPAN_MS);
    nothingClear(since, 50);
    await barSays(
      bert,
      berts,
      /Cannot be sealed here: this protected call was on when Sotto was updated.*Reload the page/,
      60_000,
    );
    nothingClear(since, 50);
    await Promise.all([annas.close(), berts.close()]);
  });
});
