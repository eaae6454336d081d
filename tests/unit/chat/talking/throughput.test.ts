import { describe, expect, it } from 'vitest';
import { memoryRows } from '../../../support/chat/memory-rows';
import { createOpenWorld, newMessageId } from '../../../support/chat/world';
import { until } from '../../../support/wait';

/** The whole of it: `SOTTO_CHAT_MESSAGES=10000`. */
const MESSAGES = Number(process.env.SOTTO_CHAT_MESSAGES ?? 1_000);

describe('many messages at once', () => {
  it('are sent and received in a few milliseconds each, and kept by one write for many', {
    timeout: 300_000,
  }, async () => {
    const rows = () => ({ rows: memoryRows() });
    const { anna, bert, relay } = await createOpenWorld({ anna: rows(), bert: rows() });
    anna.goOffline();
    const texts = Array.from({ length: MESSAGES }, (_, count) => `${count}`.padEnd(160, '.'));
    const began = performance.now();
    for (const text of texts) await anna.now.talking.send(anna.id, { id: newMessageId(), text });
    const sent = performance.now();
    const writes = bert.now.fuse.writes;
    anna.goOnline();
    await until('all to be there', async () => (await bert.now.rows.lastPlace(bert.id)) >= MESSAGES + 1, {
      within: 200_000,
      every: 20,
    });
    const received = performance.now();
    const kept = bert.now.fuse.writes - writes;
    const figures = {
      messages: MESSAGES,
      'ms to send one': ((sent - began) / MESSAGES).toFixed(2),
      'ms to pass on and receive one': ((received - sent) / MESSAGES).toFixed(2),
      'writes of the receiver': kept,
      'octets of the payload of 160 characters': Math.min(...relay.seen.slice(-MESSAGES).map(({ length }) => length)),
    };
    console.info(figures);
    expect((await bert.lines()).slice(1)).toEqual(texts);
    // A batch of a hundred, a receipt each second, and its sending: never one for each message.
    expect(kept).toBeLessThan(MESSAGES / 5);
    expect(received - began).toBeLessThan(MESSAGES * 20);
  });
});
