import { describe, expect, it } from 'vitest';
import type { CallId } from '../../lib/core/calls';
import { press } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import {
  callWindow,
  countOf,
  currentCall,
  endedAs,
  flows,
  linkIs,
  ring,
  says,
  talk,
} from '../support/calls-own/call-stage';
import { useCallStage } from '../support/calls-own/use-call-stage';
import { ask, refusal } from '../support/e2e/bus';
import { castTalker, meet, newMessageId } from '../support/e2e/talkers';
import { until } from '../support/wait';

const missing = browserMissing();

// What one window does with its call, in one pair of browsers: which they are makes no difference to it.
describe.skipIf(missing !== undefined)(
  missing === undefined ? 'the window of a call' : `the window of a call (skipped: ${missing})`,
  () => {
    const stage = useCallStage(['chromium', 'chromium']);

    it('shows a screen beside a face, and takes it back', async () => {
      const pages = await talk(stage().anna, stage().bert);
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
      const pages = await talk(stage().anna, stage().bert, false);
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
      const pages = await talk(stage().anna, stage().bert, false);
      const second = { id: newMessageId(), conversation: stage().anna.conversation, video: false };
      expect(await refusal(stage().anna.window, 'calls.start', second)).toBe('call/busy');
      const copy = await stage().anna.openExtensionPage(`call-window.html#${pages.id}`);
      await says(copy, 'call-nothing', /open in another window/);
      await copy.close();
      await flows(pages.in, 'Packets of sound', 50);
      await linkIs(pages.out, 'connected');
    }, 120_000);

    it('sends nothing of a person who has not answered', async () => {
      const pages = await ring(stage().anna, stage().bert, true);
      expect(await ask(pages.in, 'call.hear', { id: pages.id, after: 0 })).toEqual([]);
      expect(await countOf(pages.out, 'Frames sent')).toBe(0);
      await press(pages.in, 'call-decline');
      await endedAs(stage().anna, pages.id, 'declined');
    }, 120_000);

    it('is one call, and both are in it, where both call at once', async () => {
      const { anna, bert, relay } = stage();
      const [annas, berts] = [newMessageId() as string as CallId, newMessageId() as string as CallId];
      // Neither hears of the other before both ring.
      relay.freeze();
      try {
        await ask(anna.window, 'calls.start', { id: annas, conversation: anna.conversation, video: false });
        await ask(bert.window, 'calls.start', { id: berts, conversation: bert.conversation, video: false });
      } finally {
        relay.thaw();
      }
      const pages = [await callWindow(anna, annas, 'call-talking'), await callWindow(bert, berts, 'call-talking')];
      for (const page of pages) await linkIs(page, 'connected');
      const words = await Promise.all(pages.map((page) => says(page, 'call-characters', /^[a-z0-9]{4}$/)));
      expect(words[0]).toBe(words[1]);
      const one = annas < berts ? annas : berts;
      for (const who of [anna, bert]) expect((await currentCall(who))?.id).toBe(one);
      for (const page of pages) await flows(page, 'Packets of sound', 50);
    }, 120_000);

    it('says that the other is in a call, where a third person calls, and the call goes on', async () => {
      const { anna, bert, relay } = stage();
      const pages = await talk(anna, bert, false);
      const carl = await castTalker('chromium', 'carl', relay);
      try {
        const between = await meet(carl, anna, 'in-use');
        const id = newMessageId() as string as CallId;
        await ask(carl.window, 'calls.start', { id, conversation: between.annas, video: false });
        const out = await callWindow(carl, id, 'call-over');
        await says(out, 'call-over', /Anna is in another call\. Try again later\./);
        await endedAs(carl, id, 'busy');
        await endedAs(anna, id, 'missed');
        await flows(pages.out, 'Packets of sound', 50);
        await linkIs(pages.in, 'connected');
      } finally {
        await carl.close();
      }
    }, 150_000);

    it('ends the call where the words differ: the certificate is verified nowhere [req 33]', async () => {
      const pages = await talk(stage().anna, stage().bert, false);
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
