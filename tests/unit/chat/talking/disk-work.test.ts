import { describe, expect, it } from 'vitest';
import type { ChatRows } from '../../../../lib/chat/rows';
import { createOpenWorld, newMessageId } from '../../../support/chat/world';
import { until } from '../../../support/wait';

/** What is asked of the disk, by name, from now on. */
function count(rows: ChatRows): { readonly asked: string[] } {
  const asked: string[] = [];
  for (const [name, method] of Object.entries(rows) as Array<[keyof ChatRows, (...input: never[]) => unknown]>) {
    Object.assign(rows, { [name]: (...input: never[]) => (asked.push(name), method(...input)) });
  }
  return { asked };
}

describe('a history that is asked for again', () => {
  it('is not opened again, but for what ends, and nothing of it is kept over a lock', async () => {
    const { anna, bert } = await createOpenWorld();
    for (const text of ['one', 'two']) await anna.say(text);
    await anna.now.talking.send(anna.id, {
      id: newMessageId(),
      text: 'three',
      validity: { from: 'reading', ms: 3_600_000 },
    });
    await until('it', async () => (await bert.lines()).includes('three'));
    const opened: string[] = [];
    const { open } = bert.now.vault;
    Object.assign(bert.now.vault, {
      open: (sealed: Uint8Array, context: string) => (opened.push(context), open(sealed, context)),
    });
    expect(await bert.lines()).toContain('two');
    opened.length = 0;
    expect(await bert.lines()).toEqual(['[opened]', 'one', 'two', 'three']);
    expect(opened).toHaveLength(1);
    await bert.lock();
    await expect(bert.lines()).rejects.toThrow('vault/locked');
    await bert.unlock();
    opened.length = 0;
    expect(await bert.lines()).toEqual(['[opened]', 'one', 'two', 'three']);
    expect(opened.filter((context) => context.includes(' message '))).toHaveLength(4);
  });
});

describe('what a message costs between two screens', () => {
  it('is one look and one write before it leaves, and the same before it is told of', async () => {
    const { anna, bert, failures } = await createOpenWorld();
    await anna.say('one');
    await until('it', async () => (await bert.lines()).includes('one'));
    await bert.say('two');
    await until('it', async () => (await anna.lines()).includes('two'));
    await until('nothing to be owed or on its way', async () => {
      const entries = [await anna.now.book.entry(anna.id), await bert.now.book.entry(bert.id)];
      const waiting = [...(await anna.now.rows.outbox()), ...(await bert.now.rows.outbox())];
      return entries.every(({ record }) => record.owed === undefined) && waiting.length === 0;
    });
    const [hers, his] = [count(anna.now.store.chat), count(bert.now.store.chat)];
    let before: string[] | undefined;
    let after: string[] | undefined;
    const { send } = anna.now.link;
    anna.now.link.send = (frames) => {
      before ??= [...hers.asked];
      return send(frames);
    };
    const { announced } = bert.now;
    const push = announced.push.bind(announced);
    announced.push = (...events) => {
      if (his.asked.includes('write')) after ??= [...his.asked];
      return push(...events);
    };
    await anna.say('three');
    await until('it to be told of', () => after !== undefined);
    expect(before).toEqual(['message', 'write']);
    expect(after).toEqual(['message', 'write']);
    expect(failures()).toEqual([]);
  });
});
