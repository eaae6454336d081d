import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINK_LIMITS } from '../../lib/windows/call/peer/link';
import { press } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import type { Person } from '../support/browser/person';
import { type Coturn, coturnMissing, startCoturn } from '../support/calls-lab/coturn';
import { endedAs, flows, linkIs, ring, says, talk } from '../support/calls-own/call-stage';
import { rememberTold, toldTo, useOnlyTurn } from '../support/calls-own/told-addresses';
import { useCallStage } from '../support/calls-own/use-call-stage';
import { ask } from '../support/e2e/bus';

const missing = browserMissing() ?? coturnMissing();
const PAIRS: ReadonlyArray<readonly [Person['kind'], Person['kind']]> = [
  ['chromium', 'chromium'],
  ['firefox', 'chromium'],
];
const SECONDS = Number(process.env['SOTTO_LONG'] ?? '8');

describe.skipIf(missing !== undefined).each(PAIRS)(
  missing === undefined
    ? 'a call through a TURN server from %s to %s'
    : `a call through a TURN server from %s to %s (skipped: ${missing})`,
  (...kinds) => {
    const stage = useCallStage(kinds);
    let coturn: Coturn;
    beforeAll(async () => {
      coturn = await startCoturn();
      const { anna, bert } = stage();
      await useOnlyTurn(anna);
      const { url, username, credential } = coturn;
      const servers = [{ url, username, credential }];
      for (const who of [anna, bert]) await ask(who.window, 'calls.setServers', { servers });
    }, 60_000);
    afterAll(() => (coturn as Coturn | undefined)?.stop());

    it('carries media both ways, under the same words, and tells no address but that of the server [req 35]', async () => {
      const { anna, bert } = stage();
      const pages = await ring(anna, bert, true);
      await rememberTold(pages.in);
      await press(pages.in, 'call-answer-video');
      const both = [pages.out, pages.in];
      for (const page of both) await linkIs(page, 'connected');
      const words = await Promise.all(both.map((page) => says(page, 'call-characters', /^[a-z0-9]{4}$/)));
      expect(words[0]).toBe(words[1]);
      await Promise.all(
        both.flatMap((page) => [
          flows(page, 'Frames decoded', SECONDS * 4, 60_000 + SECONDS * 2_000),
          flows(page, 'Packets of sound', SECONDS * 25, 60_000 + SECONDS * 2_000),
        ]),
      );
      for (const page of both) await says(page, 'call-statistics', /Through a TURN server/);
      const { candidates, others } = await toldTo(pages.in);
      expect(candidates.length).toBeGreaterThan(0);
      for (const line of candidates) expect(line).toMatch(/ 127\.0\.0\.1 \d+ typ relay raddr 0\.0\.0\.0 rport 9/);
      for (const line of others) expect(line).toMatch(/ IN IP4 (127\.0\.0\.1|0\.0\.0\.0)$/);
      await press(pages.out, 'call-hang-up');
      await endedAs(bert, pages.id, 'ended');
    }, 240_000);

    // With one of each kind: what a browser notices, and when, is its own.
    if (kinds[0] === kinds[1]) return;

    it('says that it reconnects where nothing comes through, and goes on where it does again', async () => {
      const { anna, bert } = stage();
      const pages = await talk(anna, bert);
      const both = [pages.out, pages.in];
      for (const page of both) await flows(page, 'Frames decoded', 20);
      coturn.freeze();
      try {
        await Promise.all(both.map((page) => says(page, 'call-status', /^Reconnecting$/)));
      } finally {
        coturn.thaw();
      }
      await Promise.all(both.map((page) => says(page, 'call-status', /Sealed, words not compared/)));
      await Promise.all(both.map((page) => flows(page, 'Frames decoded', 20)));
      for (const page of both) await says(page, 'call-characters', /^[a-z0-9]{4}$/);
    }, 150_000);

    it('is over, on both sides and in words, where nothing comes through for too long', async () => {
      const { anna, bert } = stage();
      const pages = await talk(anna, bert, false);
      await shortenPatience(pages.out);
      coturn.freeze();
      try {
        await says(pages.out, 'call-over', /The call was cut off/);
        await says(pages.in, 'call-over', /The call was cut off/);
      } finally {
        coturn.thaw();
      }
      await Promise.all([anna, bert].map((who) => endedAs(who, pages.id, 'failed')));
    }, 150_000);
  },
);

/** What this window would wait 45 s for, it waits 2 s for. */
const shortenPatience = (page: Page): Promise<void> =>
  page.evaluate((long: number) => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = ((act: () => void, ms?: number) =>
      setTimeout(act, ms === long ? 2_000 : ms)) as typeof setTimeout;
  }, LINK_LIMITS.lostMs);
