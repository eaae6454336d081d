import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../support/browser/launch';
import { browserMissing } from '../support/browser/missing';
import type { Person } from '../support/browser/person';
import { type Coturn, coturnMissing, startCoturn } from '../support/calls-lab/coturn';
import { decodeIn } from '../support/calls-lab/decode';
import { act, countsOf, flows, hears, openCall, portraitOf, say, stands } from '../support/calls-lab/hands';
import { type Janus, janusMissing, ROOMS, startJanus } from '../support/calls-lab/janus';
import { type Kamailio, kamailioMissing, SIP_DOMAIN, startKamailio } from '../support/calls-lab/kamailio';
import { unevenness } from '../support/calls-lab/noise';
import { type CallPageServer, startCallPages } from '../support/calls-lab/page-server';
import { correlation } from '../support/calls-lab/pictures';
import { readRecording } from '../support/calls-lab/recording';
import { makeProbe } from '../support/probe-extension';

// The labs themselves, without Sotto: media flow, and what tests measure by is seen to move.

const missing = browserMissing() ?? janusMissing() ?? kamailioMissing() ?? coturnMissing();

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'labs of calls' : `labs of calls (skipped: ${missing})`,
  () => {
    let janus: Janus;
    let kamailio: Kamailio;
    let coturn: Coturn;
    let pages: CallPageServer;
    let anna: Person;
    let bert: Person;
    const probe = makeProbe();
    beforeAll(async () => {
      [janus, kamailio, coturn, pages] = await Promise.all([
        startJanus(),
        startKamailio(),
        startCoturn(),
        startCallPages(),
      ]);
      anna = await launch('chromium', { name: 'anna', extension: probe.folderFor('chromium') });
      bert = await launch('firefox', { name: 'bert', extension: probe.folderFor('firefox') });
    }, 90_000);
    afterAll(async () => {
      await Promise.allSettled([anna?.close(), bert?.close()]);
      await Promise.allSettled([janus?.stop(), kamailio?.stop(), coturn?.stop(), pages?.close()]);
      probe.remove();
    }, 60_000);

    for (const via of ['directly', 'through coturn'] as const) {
      it(`carries a call of two pages ${via}, both ways`, async () => {
        const { url: turn, username, credential } = coturn;
        const relayed = via === 'directly' ? {} : { relay: '1', turn, username, credential };
        const both = { signals: pages.signalsOf(via.replace(' ', '-')), data: '1', ...relayed };
        const hers = await openCall(anna, pages.pageOf('pair', both));
        const his = await openCall(bert, pages.pageOf('pair', { ...both, polite: '1' }));
        await Promise.all([stands(hers, 'in-call'), stands(his, 'in-call')]);
        await Promise.all([flows(hers), flows(his)]);
        await say(hers, 'over the channel');
        await hears(his, 'over the channel');
        expect((await countsOf(his)).codecs).toEqual(['VP8', 'opus']);
        const [mine, theirs] = await Promise.all([portraitOf(hers, 'local'), portraitOf(his, 'other')]);
        expect(correlation(mine, theirs)).toBeGreaterThan(0.8);
        await Promise.all([hers.close(), his.close()]);
      });
    }

    for (const [codec, name] of [
      ['VP8', 'plain'],
      ['VP8', 'recorded'],
      ['VP9', 'recorded'],
    ] as const) {
      it(`carries ${codec} through the ${name} room of Janus, both ways`, async () => {
        const address = (who: string) =>
          pages.pageOf('room', { janus: janus.url, room: String(ROOMS[name]), name: who, codec });
        const hers = await openCall(anna, address('anna'));
        const his = await openCall(bert, address('bert'));
        await Promise.all([flows(hers), flows(his)]);
        expect((await countsOf(his)).codecs).toContain(codec);
        if (name === 'recorded') await seenInRecording(hers, codec.toLowerCase());
        await Promise.all([hers.close(), his.close()]);
      });
    }

    /** What is looked for in recordings of sealed calls stands in a clear one. */
    async function seenInRecording(hers: Page, codec: string): Promise<void> {
      const portrait = await portraitOf(hers, 'local');
      const all = janus.recordings().map(readRecording);
      const decoded = await Promise.all(all.filter((one) => one.codec === codec).map((one) => decodeIn(hers, one)));
      const alike = decoded.map((one) => (one.portrait === undefined ? 0 : correlation(portrait, one.portrait)));
      expect(Math.max(...alike)).toBeGreaterThan(0.8);
      for (const { frames } of all) expect(unevenness(Buffer.concat(frames))).toBeGreaterThan(6);
    }

    for (const page of ['sip-js', 'js-sip'] as const) {
      it(`carries a call and a MESSAGE by SIP in the page of ${page}`, async () => {
        const address = (who: string) =>
          pages.pageOf(page, { sip: kamailio.url, domain: SIP_DOMAIN, name: `${page}-${who}` });
        const hers = await openCall(anna, address('anna'));
        const his = await openCall(bert, address('bert'));
        await Promise.all([stands(hers, 'registered'), stands(his, 'registered')]);
        await act(hers, 'message', `${page}-bert hello by SIP`);
        await hears(his, 'hello by SIP');
        await act(hers, 'call', `${page}-bert`);
        await Promise.all([stands(hers, 'in-call'), stands(his, 'in-call')]);
        await Promise.all([flows(hers), flows(his)]);
        await act(his, 'hang-up');
        await stands(hers, 'ended');
        await Promise.all([hers.close(), his.close()]);
      });
    }
  },
);
