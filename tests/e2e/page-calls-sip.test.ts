import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { castCallers, viewOf } from '../support/calls-lab/callers';
import { act, countsOf, flows, openCall, portraitOf, stands } from '../support/calls-lab/hands';
import { type Kamailio, kamailioMissing, SIP_DOMAIN, startKamailio } from '../support/calls-lab/kamailio';
import { expectWhole, watch } from '../support/calls-lab/measure';
import { type CallPageServer, startCallPages } from '../support/calls-lab/page-server';
import { correlation } from '../support/calls-lab/pictures';
import { sealTogether } from '../support/calls-lab/room-talk';
import { type ChatRelay, openChatRelay, type Talker } from '../support/e2e/talkers';

// Calls by SIP: who the other is comes from the certificate, never from the SIP address.

const missing = browserMissing() ?? kamailioMissing();
const title = 'a sealed call by SIP';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let relay: ChatRelay;
  let pages: CallPageServer;
  let kamailio: Kamailio;
  let anna: Talker;
  let bert: Talker;
  beforeAll(async () => {
    [relay, pages, kamailio] = await Promise.all([openChatRelay(), startCallPages(), startKamailio()]);
    const cast = [
      ['chromium', 'anna'],
      ['firefox', 'bert'],
    ] as const;
    [anna, bert] = (await castCallers(cast, relay, pages)) as [Talker, Talker];
  }, 180_000);
  afterAll(async () => {
    await Promise.allSettled([anna?.close(), bert?.close()]);
    await Promise.allSettled([relay?.destroy(), pages?.close(), kamailio?.stop()]);
  }, 60_000);

  for (const page of ['sip-js', 'js-sip'] as const) {
    it(`is protected in the page of ${page} while it goes on, under the names of the certificates`, async () => {
      // Names that say nothing of who they are.
      const address = (name: string) => pages.pageOf(page, { sip: kamailio.url, domain: SIP_DOMAIN, name });
      const [hers, his] = [`${page}-4711`, `${page}-4712`];
      const annas = await openCall(anna, address(hers));
      const berts = await openCall(bert, address(his));
      await Promise.all([stands(annas, 'registered'), stands(berts, 'registered')]);
      await act(annas, 'call', his);
      await Promise.all([stands(annas, 'in-call'), stands(berts, 'in-call')]);
      await Promise.all([flows(annas), flows(berts)]);
      await sealTogether([
        { who: anna, page: annas },
        { who: bert, page: berts },
      ]);
      const { members } = await viewOf(bert, berts);
      expect(members[0]?.peer).toMatchObject({ name: expect.stringContaining('Anna Lab') as string });
      const [atAnna, atBert] = await Promise.all([watch(annas, [berts]), watch(berts, [annas])]);
      console.info(page, atAnna, atBert, (await countsOf(annas)).codecs);
      for (const one of [atAnna, atBert]) expectWhole(one);
      const [local, shown] = await Promise.all([portraitOf(annas, 'local'), portraitOf(berts, 'other')]);
      expect(correlation(local, shown)).toBeGreaterThan(0.8);
      await act(berts, 'hang-up');
      await stands(annas, 'ended');
      await Promise.all([annas.close(), berts.close()]);
    });
  }
});
