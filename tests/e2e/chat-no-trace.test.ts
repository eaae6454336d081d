import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationId } from '../../lib/core/chat';
import { browserMissing } from '../support/browser/missing';
import { ask } from '../support/e2e/bus';
import {
  type ChatRelay,
  castTalker,
  type Meeting,
  meet,
  newMessageId,
  openChatRelay,
  type Talker,
} from '../support/e2e/talkers';
import { canary, searchFolder } from '../support/lab/leaks';
import { searchMemory } from '../support/relay/process-memory';
import { until } from '../support/wait';

const missing = browserMissing();
const EACH = 50;

const phaseIs = (who: Talker, id: ConversationId, phase: string) =>
  until(`${who.name} to be ${phase}`, async () => (await ask(who.window, 'noTrace.view', { id })).phase === phase, {
    within: 30_000,
  });

describe.skipIf(missing !== undefined)(missing === undefined ? 'no trace' : `no trace (skipped: ${missing})`, () => {
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

  it('leaves none of a hundred words on a disk, in a log or in the relay, while it lasts and after [req 35]', async () => {
    const { annas, berts } = between;
    await ask(anna.window, 'noTrace.ask', { id: annas });
    await phaseIs(bert, berts, 'asked');
    await ask(bert.window, 'noTrace.answer', { id: berts, agree: true });
    await Promise.all([phaseIs(anna, annas, 'private'), phaseIs(bert, berts, 'private')]);

    // All hundred begin with a token that nothing else holds: one search finds any of them.
    const token = canary('trace');
    const words: string[] = [];
    for (let count = 0; count < EACH; count += 1) {
      for (const [who, id] of [
        [anna, annas],
        [bert, berts],
      ] as const) {
        const text = `${token} ${who.name} ${count}`;
        words.push(text);
        await ask(who.window, 'noTrace.send', { id, message: newMessageId(), text });
      }
    }
    for (const [who, id] of [
      [anna, annas],
      [bert, berts],
    ] as const) {
      await until(
        'all of it to be there',
        async () => {
          const { messages } = await ask(who.window, 'noTrace.view', { id });
          return messages.length === words.length && messages.every(({ state }) => /delivered|received/.test(state));
        },
        { within: 60_000 },
      );
    }
    const folders = [anna.profileDir, bert.profileDir, relay.folder];
    const found = () => folders.flatMap((folder) => searchFolder(folder, [token]));
    expect(found()).toEqual([]);
    expect(searchMemory(relay.process().child.pid ?? 0, [Buffer.from(token), Buffer.from(token, 'utf16le')])).toEqual([
      0, 0,
    ]);

    await ask(anna.window, 'noTrace.end', { id: annas });
    await phaseIs(bert, berts, 'ended');
    expect((await ask(bert.window, 'noTrace.view', { id: berts })).messages).toEqual([]);
    expect((await ask(anna.window, 'noTrace.view', { id: annas })).messages).toEqual([]);
    // Nor is it among what is kept.
    const kept = await ask(anna.window, 'chat.history', { id: annas, limit: 500 });
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(relay.process().printed.join('\n')).not.toContain(token);
    for (const who of [anna, bert]) expect(JSON.stringify(await ask(who.window, 'log.list'))).not.toContain(token);
    // What a browser still had to write is on disk once it has ended.
    await Promise.all([anna.crash(), bert.crash()]);
    expect(found()).toEqual([]);
    // The search itself finds what is there.
    writeFileSync(join(anna.profileDir, 'planted'), Buffer.from(`${token} planted`, 'utf16le'));
    expect(found()).toHaveLength(1);
  }, 240_000);
});
