import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientPackets } from '../lib/core/wire/frames';
import type { DeviceId, MessageId } from '../lib/core/wire/ids';
import { browserMissing } from '../tests/support/browser/missing';
import { createTalk } from '../tests/support/channel/world';
import {
  type ChatRelay,
  castTalker,
  type Meeting,
  meet,
  openChatRelay,
  type Talker,
} from '../tests/support/e2e/talkers';
import budgets from './budgets.json' with { type: 'json' };
import { lookAt, measureSend } from './support/chat';
import { percentile } from './support/statistics';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 100);
const missing = browserMissing();
const show = (text: string) => process.stdout.write(`\n${text}\n`);

describe.skipIf(missing !== undefined)(`chat (${missing ?? 'all there'})`, () => {
  let relay: ChatRelay;
  let anna: Talker;
  let bert: Talker;
  let between: Meeting;
  beforeAll(async () => {
    relay = await openChatRelay();
    anna = await castTalker('chromium', 'anna', relay);
    bert = await castTalker('firefox', 'bert', relay);
    between = await meet(anna, bert);
  });
  afterAll(async () => {
    await Promise.allSettled([anna, bert].map((who) => (who as Talker | undefined)?.close()));
    await (relay as ChatRelay | undefined)?.destroy();
  });

  it('shows a message on the other screen in time, both ways', async () => {
    const [hers, his] = [await lookAt(anna, between.annas), await lookAt(bert, between.berts)];
    const times = { 'Chromium to Firefox': [] as number[], 'Firefox to Chromium': [] as number[] };
    for (let count = 0; count < MESSAGES; count += 1) {
      times['Chromium to Firefox'].push(await measureSend(hers, his, `her message ${count} of the bench`));
      times['Firefox to Chromium'].push(await measureSend(his, hers, `his message ${count} of the bench`));
    }
    const worst = Object.entries(times).map(([way, all]) => {
      const p95 = percentile(all, 95);
      show(`${way}: p50 ${percentile(all, 50)} ms, p95 ${p95} ms of ${all.length}; budget ${budgets.chat.p95} ms`);
      return p95;
    });
    expect(Math.max(...worst)).toBeLessThan(budgets.chat.p95);
  });

  it('says how many octets a message of 160 characters takes on the wire', async () => {
    const { anna: sender } = await createTalk('bench');
    const payload = sender.say('x'.repeat(160));
    const writer = clientPackets.start();
    const id = 'a'.repeat(32) as MessageId;
    clientPackets.append(writer, { kind: 'send', id, to: ['b'.repeat(32) as DeviceId], payload });
    const octets = writer.take().length;
    show(`160 characters: ${payload.length} octets sealed, ${octets} in the packet to the relay`);
    expect(octets).toBeLessThan(budgets.chat.octets160);
  });
});
