import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { barSays, castCallers, isStatus, joinInPopup, protectInPopup, viewOf } from '../support/calls-lab/callers';
import { type Coturn, coturnMissing, startCoturn } from '../support/calls-lab/coturn';
import { act, flows, hears, openCall, pictureOf, portraitOf, say } from '../support/calls-lab/hands';
import { expectWhole, watch } from '../support/calls-lab/measure';
import { type CallPageServer, startCallPages } from '../support/calls-lab/page-server';
import { correlation } from '../support/calls-lab/pictures';
import { type ChatRelay, openChatRelay, type Talker } from '../support/e2e/talkers';
import { until } from '../support/wait';

// Two people call each other in a page that knows nothing of Sotto, and seal it there.

const PAIRS = [
  ['chromium', 'chromium', 'directly'],
  ['chromium', 'firefox', 'through coturn'],
  ['firefox', 'firefox', 'directly'],
] as const;

for (const [hers, his, via] of PAIRS) {
  const title = `a call in a page between ${hers} and ${his}, ${via}`;
  const missing = browserMissing() ?? (via === 'directly' ? undefined : coturnMissing());
  describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
    let relay: ChatRelay;
    let pages: CallPageServer;
    let anna: Talker;
    let bert: Talker;
    let annas: Page;
    let berts: Page;
    let coturn: Coturn | undefined;
    beforeAll(async () => {
      [relay, pages] = await Promise.all([openChatRelay(), startCallPages()]);
      [anna, bert] = (await castCallers(
        [
          [hers, 'anna'],
          [his, 'bert'],
        ],
        relay,
        pages,
      )) as [Talker, Talker];
      if (via !== 'directly') coturn = await startCoturn();
      const { url: turn = '', username = '', credential = '' } = coturn ?? {};
      const relayed = coturn === undefined ? {} : { relay: '1', turn, username, credential };
      const both = { signals: pages.signalsOf('pair'), data: '1', ...relayed };
      annas = await openCall(anna, pages.pageOf('pair', both));
      berts = await openCall(bert, pages.pageOf('pair', { ...both, polite: '1' }));
    }, 180_000);
    afterAll(async () => {
      await Promise.allSettled([anna?.close(), bert?.close()]);
      await Promise.allSettled([relay?.destroy(), pages?.close(), coturn?.stop()]);
    }, 60_000);

    it('goes on in clear as long as nobody protects it, and says so', async () => {
      await Promise.all([flows(annas), flows(berts)]);
      await barSays(anna, annas, /not sealed/);
      expect((await viewOf(bert, berts)).status).toBe('off');
      await say(annas, 'in clear');
      await hears(berts, 'in clear');
    });

    it('is sealed once one protects it and the other joins: the same words, and the frames are decoded', async () => {
      await protectInPopup(anna, annas, [bert]);
      await isStatus(anna, annas, 'waiting');
      await joinInPopup(bert, berts);
      const [mine, theirs] = await Promise.all([isStatus(anna, annas, 'sealed'), isStatus(bert, berts, 'sealed')]);
      await barSays(bert, berts, /Sealed, words not compared/);
      const [hers, his] = [mine.members[0]?.words, theirs.members[0]?.words];
      expect(hers).toMatchObject({ state: 'ready' });
      expect(his).toEqual(hers);
      await Promise.all([flows(annas), flows(berts)]);
      const [atAnna, atBert] = await Promise.all([watch(annas, [berts]), watch(berts, [annas])]);
      console.info('pair', atAnna, atBert);
      for (const one of [atAnna, atBert]) expectWhole(one);
      const [local, shown] = await Promise.all([portraitOf(annas, 'local'), portraitOf(berts, 'other')]);
      if (anna.kind === 'chromium') expect(correlation(local, shown)).toBeGreaterThan(0.8);
    });

    it('stays sealed when tracks are replaced, pictures come and go, and ICE is restarted', async () => {
      await act(annas, 'show-drawing');
      await looksLike(annas, 'drawing', berts, 'other');
      await act(annas, 'restart-ice');
      await goesOn();
      for (const _round of [1, 2]) {
        await act(annas, 'add-video');
        await looksLike(annas, 'second-drawing', berts, 'second');
        await act(annas, 'stop-video');
      }
      await goesOn();
    });

    const goesOn = async (): Promise<void> => {
      await Promise.all([flows(annas), flows(berts)]);
      const views = await Promise.all([viewOf(anna, annas), viewOf(bert, berts)]);
      expect(views.map(({ status, code }) => [status, code])).toEqual([
        ['sealed', undefined],
        ['sealed', undefined],
      ]);
    };
    /** The one page shows what the other one drew. */
    const looksLike = (from: Page, drawn: string, to: Page, shown: string) =>
      until(
        `${drawn} to come as ${shown}`,
        async () => {
          const [one, other] = await Promise.all([pictureOf(from, drawn), pictureOf(to, shown)]);
          const alike = one && other ? correlation(one, other) : 0;
          if (alike < 0.8) throw new Error(`they are alike by ${alike}`);
          return true;
        },
        { within: 20_000, every: 200 },
      );

    it('seals what the data channel carries, and gives it back as it was', async () => {
      await say(berts, 'sealed words');
      await hears(annas, 'sealed words');
    });
  });
}
