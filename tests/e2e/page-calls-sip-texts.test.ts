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
  const enter = async (who: Talker, name: string, other: string) => {
    const sip = wire.address.replace('http:', 'ws:');
    const page = await openCall(who, stage().pages.pageOf('sip-js', { sip, domain: SIP_DOMAIN, name, texts: other }));
    await stands(page, 'registered');
    return page;
  };

  it('[req 39] sends its texts sealed, seen by the server as nothing else, beside a sealed call and after it', async () => {
    const { anna, bert } = stage();
    for (const who of [anna, bert]) await use(who, ['chat', 'call']);
    const [hers, his] = [await enter(anna, '4711', '4712'), await enter(bert, '4712', '4711')];
    await begin(anna, hers);
    const [first, second, third] = [canary('anna'), canary('bert'), canary('after')];
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

    const words = [first, second, third];
    for (const page of [hers, his]) {
      expect((await heardBy(page)).filter((text) => !text.includes('Sotto 1'))).toEqual([]);
      expect(searchText(new TextEncoder().encode(await pageHoldings(page)), words)).toEqual([]);
    }
    expect(searchText(wire.recorded(), words)).toEqual([]);
    expect(searchText(wire.recorded(), ['Sotto 1'])).not.toEqual([]);
    // Without chat, nothing of ours stands over the page's own box any more.
    await use(anna, ['call']);
    await until('our box to be gone', async () => (await anna.framesOf(hers, 'chat-box.html')).length === 0);
    await Promise.all([hers.close(), his.close()]);
  });
});
