import { describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { viewOf } from '../support/calls-lab/callers';
import { act, countsOf, flows, openCall, portraitOf, stands } from '../support/calls-lab/hands';
import { kamailioMissing, SIP_DOMAIN } from '../support/calls-lab/kamailio';
import { expectWhole, watch } from '../support/calls-lab/measure';
import { correlation } from '../support/calls-lab/pictures';
import { sealTogether } from '../support/calls-lab/room-talk';
import { useSipStage } from '../support/calls-lab/sip-stage';

// Calls by SIP: who the other is comes from the certificate, never from the SIP address.

const missing = browserMissing() ?? kamailioMissing();
const title = 'a sealed call by SIP';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  const stage = useSipStage();

  for (const page of ['sip-js', 'js-sip'] as const) {
    it(`is protected in the page of ${page} while it goes on, under the names of the certificates`, async () => {
      const { pages, kamailio, anna, bert } = stage();
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
