import { describe, expect, it } from 'vitest';
import { press } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import type { Person } from '../support/browser/person';
import { endedAs, flows, linkIs, ring, says, talk } from '../support/calls-own/call-stage';
import { useCallStage } from '../support/calls-own/use-call-stage';
import { ask } from '../support/e2e/bus';
import { until } from '../support/wait';

const missing = browserMissing();
const PAIRS: ReadonlyArray<readonly [Person['kind'], Person['kind']]> = [
  ['chromium', 'chromium'],
  ['firefox', 'firefox'],
  ['chromium', 'firefox'],
];
/** Seconds of media that are watched; a run by hand may take longer. */
const SECONDS = Number(process.env['SOTTO_LONG'] ?? '8');

describe.skipIf(missing !== undefined).each(PAIRS)(
  missing === undefined ? 'a call of ours from %s to %s' : `a call of ours from %s to %s (skipped: ${missing})`,
  (...kinds) => {
    const stage = useCallStage(kinds);

    it('rings, is answered, and carries sound and pictures both ways under the same words [req 35]', async () => {
      const { anna, bert } = stage();
      const pages = await talk(anna, bert);
      await Promise.all([pages.out, pages.in].map((page) => says(page, 'call-characters', /^[a-z0-9]{4}$/)));
      const words = await Promise.all(
        [pages.out, pages.in].map(async (page) => [
          await says(page, 'call-characters', /./),
          await says(page, 'call-words', /./),
        ]),
      );
      expect(words[0]).toEqual(words[1]);
      await Promise.all(
        [pages.out, pages.in].flatMap((page) => [
          flows(page, 'Frames decoded', SECONDS * 4, 60_000 + SECONDS * 2_000),
          flows(page, 'Packets of sound', SECONDS * 25, 60_000 + SECONDS * 2_000),
        ]),
      );
      await anna.screenshot(pages.out, `call-${kinds.join('-')}`);
      for (const page of [pages.out, pages.in]) await says(page, 'call-status', /Sealed, words not compared/);

      // Compared on one side: verified there everywhere, and the other decides for itself.
      await press(pages.out, 'call-same');
      await says(pages.out, 'call-status', /Sealed, words compared/);
      await until('the certificate to be verified', async () =>
        (await ask(anna.window, 'contacts.list')).some(
          ({ fingerprint, decision }) => fingerprint === bert.fingerprint && decision === 'verified',
        ),
      );
      await says(pages.in, 'call-status', /Sealed, words not compared/);
      await press(pages.in, 'call-same');
      await says(pages.in, 'call-status', /Sealed, words compared/);

      // Muted, and said so.
      await press(pages.out, 'call-mute');
      await says(pages.in, 'call-stage', /is muted/);
      await pages.out.keyboard.press('m');
      await says(pages.in, 'call-stage', /^(?!.*is muted)/);
      await press(pages.out, 'call-camera');
      await says(pages.in, 'call-their-camera', /not there/);
      await press(pages.out, 'call-camera');
      await says(pages.in, 'call-their-camera', /^$/);

      await press(pages.in, 'call-hang-up');
      for (const page of [pages.out, pages.in]) await says(page, 'call-over', /hung up/);
      await Promise.all([endedAs(anna, pages.id, 'ended'), endedAs(bert, pages.id, 'ended')]);
    }, 240_000);

    it('continues the line on which the words were compared', async () => {
      const pages = await talk(stage().bert, stage().anna, false);
      for (const page of [pages.out, pages.in]) await says(page, 'call-status', /Sealed, words compared/);
      await press(pages.out, 'call-hang-up');
      await endedAs(stage().anna, pages.id, 'ended');
    }, 120_000);

    it('is declined', async () => {
      const pages = await ring(stage().anna, stage().bert);
      await press(pages.in, 'call-decline');
      await says(pages.out, 'call-over', /Bert declined/);
      await endedAs(stage().anna, pages.id, 'declined');
    }, 90_000);

    it('is missed where who calls gives up, and both can write afterwards', async () => {
      const pages = await ring(stage().anna, stage().bert);
      await press(pages.out, 'call-hang-up');
      await says(pages.out, 'call-over', /You gave up/);
      await until('it to stand as missed', async () =>
        (await ask(stage().bert.window, 'calls.list')).some(
          ({ id, why }) => id === pages.id && (why === 'missed' || why === 'cancelled'),
        ),
      );
    }, 90_000);

    it('ends where a window is closed', async () => {
      const pages = await talk(stage().anna, stage().bert, false);
      await pages.in.close();
      await says(pages.out, 'call-over', /Bert hung up/);
      await endedAs(stage().bert, pages.id, 'ended');
    }, 120_000);

    it('goes on while a background is killed', async () => {
      const pages = await talk(stage().anna, stage().bert);
      await stage().anna.killBackground();
      await flows(pages.out, 'Frames decoded', 20);
      await press(pages.out, 'call-mute');
      await says(pages.in, 'call-stage', /is muted/);
      await linkIs(pages.out, 'connected');
      await press(pages.in, 'call-hang-up');
      await says(pages.out, 'call-over', /Bert hung up/);
    }, 150_000);
  },
);
