import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { ask } from '../support/e2e/bus';
import {
  type ChatRelay,
  castTalker,
  heardBy,
  hears,
  type Meeting,
  meet,
  openChatRelay,
  say,
  type Talker,
} from '../support/e2e/talkers';
import { until } from '../support/wait';

const missing = browserMissing();

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'two people talk over a relay' : `two people talk over a relay (skipped: ${missing})`,
  () => {
    let relay: ChatRelay;
    let anna: Talker;
    let bert: Talker;
    let between: Meeting;
    beforeAll(async () => {
      relay = await openChatRelay();
      [anna, bert] = await Promise.all([castTalker('chromium', 'anna', relay), castTalker('firefox', 'bert', relay)]);
      between = await meet(anna, bert);
    }, 120_000);
    afterAll(async () => {
      await Promise.allSettled([anna?.close(), bert?.close()]);
      await relay?.destroy();
    });

    it('in both directions, with words of every script', async () => {
      for (const text of ['Hello', 'Grüße, żółć, привет, שלום, 你好', '👩‍👩‍👧 🇨🇭 \u{1f44b}🏽', 'a\nb\n\nc']) {
        await say(anna, between.annas, text);
        await hears(bert, between.berts, text);
        await say(bert, between.berts, `${text} too`);
        await hears(anna, between.annas, `${text} too`);
      }
    });

    it('and what is written while the relay is away goes out by itself when it is back', async () => {
      await relay.stop();
      await until(
        'the relay to be missed',
        async () => (await ask(anna.window, 'relay.status')).link.phase !== 'online',
      );
      for (const text of ['one', 'two', 'three']) await say(anna, between.annas, text);
      expect((await ask(anna.window, 'relay.status')).queued).toBe(3);
      await relay.start();
      await ask(anna.window, 'relay.retry');
      await ask(bert.window, 'relay.retry');
      await hears(bert, between.berts, 'three', 60_000);
      expect((await heardBy(bert, between.berts)).slice(-3)).toEqual(['one', 'two', 'three']);
      await until('nothing to wait', async () => (await ask(anna.window, 'relay.status')).queued === 0);
    });
  },
);
