import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { press } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import {
  type CallStage,
  countOf,
  currentCall,
  endedAs,
  flows,
  linkIs,
  openCallStage,
  ring,
  says,
  talk,
} from '../support/calls-own/call-stage';
import { ask, refusal } from '../support/e2e/bus';
import { newMessageId } from '../support/e2e/talkers';
import { until } from '../support/wait';

const missing = browserMissing();

// What one window does with its call, in one pair of browsers: which they are makes no difference to it.
describe.skipIf(missing !== undefined)(
  missing === undefined ? 'the window of a call' : `the window of a call (skipped: ${missing})`,
  () => {
    let stage: CallStage;
    beforeAll(async () => {
      stage = await openCallStage(['chromium', 'chromium']);
    }, 180_000);
    afterAll(() => (stage as CallStage | undefined)?.close());
    afterEach(async () => {
      for (const who of [stage.anna, stage.bert]) {
        const call = await currentCall(who);
        if (call !== undefined) await ask(who.window, 'call.end', { id: call.id, why: 'ended' });
      }
      await until('no call to be under way', async () =>
        (await Promise.all([stage.anna, stage.bert].map(currentCall))).every((call) => call === undefined),
      );
    });

    it('shows a screen beside a face, and takes it back', async () => {
      const pages = await talk(stage.anna, stage.bert);
      await press(pages.out, 'call-screen');
      await says(pages.in, 'call-their-screen', /^$/);
      await says(pages.in, 'call-their-camera', /^$/);
      await says(pages.out, 'call-stage', /sees your screen/);
      const shown = () =>
        pages.in.evaluate(
          () => document.querySelector<HTMLVideoElement>('[data-testid="call-their-screen"]')?.videoWidth ?? 0,
        );
      await until('a picture of the screen', async () => (await shown()) > 0, { within: 60_000 });
      await press(pages.out, 'call-screen');
      await says(pages.in, 'call-their-screen', /not there/);
    }, 150_000);

    it('takes another microphone in the middle of the call, and the sound goes on', async () => {
      const pages = await talk(stage.anna, stage.bert, false);
      await press(pages.out, 'call-devices-button');
      const chosen = await pages.out.$eval('[data-testid="call-choose-microphone"]', (it) => {
        const select = it as HTMLSelectElement;
        const other = [...select.options].find(({ value }) => value !== select.value)?.value ?? '';
        return { other, count: select.options.length };
      });
      expect(chosen.count).toBeGreaterThan(1);
      await pages.out.select('[data-testid="call-choose-microphone"]', chosen.other);
      await flows(pages.in, 'Packets of sound', 100);
      await linkIs(pages.out, 'connected');
    }, 120_000);

    it('refuses a second call beside the first, and a second window for the first', async () => {
      const pages = await talk(stage.anna, stage.bert, false);
      const second = { id: newMessageId(), conversation: stage.anna.conversation, video: false };
      expect(await refusal(stage.anna.window, 'calls.start', second)).toBe('call/busy');
      const copy = await stage.anna.openExtensionPage(`call-window.html#${pages.id}`);
      await says(copy, 'call-nothing', /open in another window/);
      await copy.close();
      await flows(pages.in, 'Packets of sound', 50);
      await linkIs(pages.out, 'connected');
    }, 120_000);

    it('sends nothing of a person who has not answered', async () => {
      const pages = await ring(stage.anna, stage.bert, true);
      expect(await ask(pages.in, 'call.hear', { id: pages.id, after: 0 })).toEqual([]);
      expect(await countOf(pages.out, 'Frames sent')).toBe(0);
      await press(pages.in, 'call-decline');
      await endedAs(stage.anna, pages.id, 'declined');
    }, 120_000);

    it('ends the call where the words differ: the certificate is verified nowhere [req 33]', async () => {
      const pages = await talk(stage.anna, stage.bert, false);
      await says(pages.out, 'call-characters', /^[a-z0-9]{4}$/);
      await press(pages.out, 'call-differ');
      await says(pages.out, 'call-over', /somebody may be between you/);
      // Said in the channel before that is closed.
      await says(pages.in, 'call-over', /ended the call: the words differ/);
      const contacts = await ask(stage().anna.window, 'contacts.list');
      expect(contacts.filter(({ decision }) => decision === 'verified')).toEqual([]);
    }, 120_000);
  },
);
