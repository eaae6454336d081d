import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import type { Person } from '../support/browser/person';
import { type Coturn, coturnMissing, startCoturn } from '../support/calls-lab/coturn';
import { type CallStage, endedAs, flows, openCallStage, says, talk } from '../support/calls-own/call-stage';
import { makeRelayOnly } from '../support/calls-own/relay-only';
import { ask } from '../support/e2e/bus';

const missing = browserMissing() ?? coturnMissing();
const PAIRS: ReadonlyArray<readonly [Person['kind'], Person['kind']]> = [
  ['firefox', 'firefox'],
  ['firefox', 'chromium'],
];
const SECONDS = Number(process.env['SOTTO_LONG'] ?? '8');

describe.skipIf(missing !== undefined).each(PAIRS)(
  missing === undefined
    ? 'a call through a TURN server from %s to %s'
    : `a call through a TURN server from %s to %s (skipped: ${missing})`,
  (...kinds) => {
    let stage: CallStage;
    let coturn: Coturn;
    beforeAll(async () => {
      coturn = await startCoturn();
      stage = await openCallStage(kinds);
      await makeRelayOnly(stage.anna);
      const { url, username, credential } = coturn;
      const servers = [{ url, username, credential }];
      for (const who of [stage.anna, stage.bert]) await ask(who.window, 'calls.setServers', { servers });
    }, 180_000);
    afterAll(async () => {
      await (stage as CallStage | undefined)?.close();
      await (coturn as Coturn | undefined)?.stop();
    });

    it('carries media both ways, under the same words, and says that it goes through it', async () => {
      const { anna, bert } = stage;
      const pages = await talk(anna, bert);
      const both = [pages.out, pages.in];
      const words = await Promise.all(both.map((page) => says(page, 'call-characters', /^[a-z0-9]{4}$/)));
      expect(words[0]).toBe(words[1]);
      await Promise.all(
        both.flatMap((page) => [
          flows(page, 'Frames decoded', SECONDS * 4, 60_000 + SECONDS * 2_000),
          flows(page, 'Packets of sound', SECONDS * 25, 60_000 + SECONDS * 2_000),
        ]),
      );
      for (const page of both) await says(page, 'call-statistics', /Through a TURN server/);
      await press(pages.out, 'call-hang-up');
      await endedAs(bert, pages.id, 'ended');
    }, 240_000);
  },
);
