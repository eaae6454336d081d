import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { barSays } from '../support/calls-lab/callers';
import { act, flows, heardBy, openCall, stands } from '../support/calls-lab/hands';
import { kamailioMissing, SIP_DOMAIN } from '../support/calls-lab/kamailio';
import { sealTogether } from '../support/calls-lab/room-talk';
import { useSipStage } from '../support/calls-lab/sip-stage';
import { ask } from '../support/e2e/bus';
import { seesSealed, sendSealed } from '../support/e2e/chat-frames';
import { begin, openBox } from '../support/e2e/sealed-talk';
import type { Talker } from '../support/e2e/talkers';
import { openTap, type WireTap } from '../support/e2e/wire-tap';
import { canary, searchText } from '../support/lab/leaks';
import { until } from '../support/wait';
import { pageHoldings } from '../support/xmpp-lab/page-holdings';

// A web phone with a text box, as people have them: SIP MESSAGE (RFC 3428) and calls in one page, both sealed.

const missing = browserMissing() ?? kamailioMissing();
const title = 'a web phone that is granted for chat and calls';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  const stage = useSipStage();
  let wire: WireTap;
  beforeAll(async () => {
    wire = await openTap(stage().kamailio.url, { record: true });
  });
  afterAll(() => wire?.close());

  const use = (who: Talker, uses: ReadonlyArray<'chat' | 'call'>) =>
    ask(who.window, 'sites.setUse', { origin: stage().pages.url as never, uses, mode: 'sealed' });
  const enter = async (library: 'sip-js' | 'js-sip', who: Talker, name: string, other: string) => {
    const sip = wire.address.replace('http:', 'ws:');
    const page = await openCall(who, stage().pages.pageOf(library, { sip, domain: SIP_DOMAIN, name, texts: other }));
    await stands(page, 'registered');
    return page;
  };

  it('[req 39] sends its texts sealed, seen by the server as nothing else, beside a sealed call and after it', async () => {
    const { anna, bert } = stage();
    for (const who of [anna, bert]) await use(who, ['chat', 'call']);
    const [hers, his] = [await enter('sip-js', anna, '4711', '4712'), await enter('sip-js', bert, '4712', '4711')];
    await begin(anna, hers);
    const [first, second, third, fourth] = [canary('anna'), canary('bert'), canary('after'), canary('again')];
    await sendSealed(await openBox(anna, hers), first);
    await seesSealed(bert, his, first);

    await act(hers, 'call', '4712');
    await Promise.all([stands(hers, 'in-call'), stands(his, 'in-call')]);
    await Promise.all([flows(hers), flows(his)]);
    await sealTogether([
      { who: anna, page: hers },
      { who: bert, page: his },
    ]);
    // One bar says both.
    const bars = await Promise.all([anna.framesOf(hers, 'bar.html'), bert.framesOf(his, 'bar.html')]);
    expect(bars.map(({ length }) => length)).toEqual([1, 1]);
    for (const [who, page] of [
      [anna, hers],
      [bert, his],
    ] as const) {
      await barSays(who, page, /Call: Sealed, words not compared\. Chat: sealed by a channel of its own, verified\./);
      await who.screenshot(page, 'web-phone');
    }
    await sendSealed(await openBox(bert, his), second);
    await seesSealed(anna, hers, second);
    await Promise.all([flows(hers), flows(his)]);

    // Calls alone are taken away: the chat goes on, and says so.
    await use(anna, ['chat']);
    await barSays(anna, hers, /^(?:Sotto\s)?Sealed by a channel of its own/);
    await sendSealed(await openBox(anna, hers), third);
    await seesSealed(bert, his, third);

    // And given back, without loading the page: the call that was sealed is shown again, and has been sealed all the time.
    await use(anna, ['chat', 'call']);
    await barSays(anna, hers, /Call: Sealed, words not compared\. Chat: sealed by a channel of its own/, 60_000);
    await Promise.all([flows(hers, 30, 60_000), flows(his, 30, 60_000)]);

    // Without chat, nothing of ours stands over the page's own box any more; given back, words are sealed there again.
    await use(anna, ['call']);
    await until('our box to be gone', async () => (await anna.framesOf(hers, 'chat-box.html')).length === 0);
    await use(anna, ['chat', 'call']);
    await sendSealed(await openBox(anna, hers), fourth);
    await seesSealed(bert, his, fourth);

    await nothingSeen([hers, his], [first, second, third, fourth]);
    await Promise.all([hers.close(), his.close()]);
  });

  it('[req 39] sends its texts sealed with JsSIP, from Chromium and from Firefox', async () => {
    const { anna, bert } = stage();
    for (const who of [anna, bert]) await use(who, ['chat']);
    const [hers, his] = [await enter('js-sip', anna, '4721', '4722'), await enter('js-sip', bert, '4722', '4721')];
    await begin(bert, his);
    const [one, two] = [canary('jssip-bert'), canary('jssip-anna')];
    await sendSealed(await openBox(bert, his), one);
    await seesSealed(anna, hers, one);
    await sendSealed(await openBox(anna, hers), two);
    await seesSealed(bert, his, two);
    await nothingSeen([hers, his], [one, two]);
    await Promise.all([hers.close(), his.close()]);
  });

  /** Neither the pages nor their server had any of these words; what they had is sealed. */
  async function nothingSeen(pages: readonly Page[], words: readonly string[]): Promise<void> {
    for (const page of pages) {
      expect((await heardBy(page)).filter((text) => !text.includes('Sotto 1'))).toEqual([]);
      expect(searchText(new TextEncoder().encode(await pageHoldings(page)), words)).toEqual([]);
    }
    expect(searchText(wire.recorded(), words)).toEqual([]);
    expect(searchText(wire.recorded(), ['Sotto 1'])).not.toEqual([]);
  }
});
