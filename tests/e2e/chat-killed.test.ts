import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { ask } from '../support/e2e/bus';
import { PASSPHRASE } from '../support/e2e/cast';
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
import { canary, searchFolder } from '../support/lab/leaks';
import { until } from '../support/wait';

const missing = browserMissing();
const MESSAGES = 24;

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'nothing is lost in chat' : `nothing is lost in chat (skipped: ${missing})`,
  () => {
    let relay: ChatRelay;
    let anna: Talker;
    let bert: Talker;
    let between: Meeting;
    beforeAll(async () => {
      relay = await openChatRelay();
      [anna, bert] = await Promise.all([castTalker('chromium', 'anna', relay), castTalker('firefox', 'bert', relay)]);
      between = await meet(anna, bert);
    }, 180_000);
    afterAll(async () => {
      await Promise.allSettled([anna, bert].map((who) => (who as Talker | undefined)?.close()));
      await (relay as ChatRelay | undefined)?.destroy();
    });

    it('and nothing shown twice where both backgrounds are killed again and again [req 36]', async () => {
      const texts = Array.from({ length: MESSAGES }, (_, at) => `message ${at} of those that outlive their senders`);
      for (const [at, text] of texts.entries()) {
        await Promise.all([say(anna, between.annas, text), say(bert, between.berts, text)]);
        if (at % 6 === 2) await anna.killBackground();
        if (at % 6 === 5) await bert.killBackground();
      }
      for (const [who, id] of [
        [anna, between.annas],
        [bert, between.berts],
      ] as const) {
        const last = texts.at(-1) ?? '';
        await hears(who, id, last, 90_000);
        await until(
          'every message to be delivered',
          async () => {
            const { messages } = await ask(who.window, 'chat.history', { id, limit: 500 });
            const open = messages.filter(({ mine, state }) => mine && state !== 'delivered');
            if (open.length > 0) throw new Error(JSON.stringify(open.map(({ state, problem }) => [state, problem])));
            return true;
          },
          { within: 90_000 },
        );
        expect((await heardBy(who, id)).toSorted()).toEqual(texts.toSorted());
      }
    }, 280_000);

    it('while locked: it arrives sealed, is counted, found nowhere on disk, and opened in its order [req 3] [req 4]', async () => {
      const words = [canary('first'), canary('second'), canary('third')];
      await ask(bert.window, 'vault.lock');
      for (const word of words) await say(anna, between.annas, word);
      // A receipt cannot be told from a message before it is opened, and is counted too.
      const counted = async () => (await ask(bert.window, 'relay.status')).unopened >= 3;
      await until('three to be counted', counted, { within: 30_000 });
      await until('all to be delivered', async () => {
        const { messages } = await ask(anna.window, 'chat.history', { id: between.annas, limit: 3 });
        return messages.every(({ state }) => state === 'delivered');
      });
      await expect(ask(bert.window, 'chat.history', { id: between.berts, limit: 3 })).rejects.toThrow('vault/locked');
      expect(searchFolder(bert.profileDir, words)).toEqual([]);
      await bert.killBackground();
      expect(await counted()).toBe(true);
      await ask(bert.window, 'vault.unlock', { passphrase: PASSPHRASE });
      await hears(bert, between.berts, words[2] ?? '');
      expect((await heardBy(bert, between.berts)).slice(-3)).toEqual(words);
      // A receipt that came behind them is opened after them.
      await until('all to be opened', async () => (await ask(bert.window, 'relay.status')).unopened === 0);
      // Neither here, nor with who wrote it, nor at the relay.
      for (const folder of [bert.profileDir, anna.profileDir, relay.folder]) {
        expect(searchFolder(folder, [...words, PASSPHRASE])).toEqual([]);
      }
    }, 120_000);
  },
);
