import { describe, expect, it } from 'vitest';
import { newMessageId } from '../../../../lib/windows/app/chat/ids';
import { createOpenWorld } from '../../../support/chat/world';
import { until } from '../../../support/wait';

const unread = async (person: Awaited<ReturnType<typeof createOpenWorld>>['bert']) =>
  (await person.now.book.entry(person.id)).record.unread;

describe('reading', () => {
  it('counts what was not on the screen, and what is left after a part of it was', async () => {
    const { anna, bert } = await createOpenWorld();
    for (let count = 0; count < 5; count += 1) await anna.say(`${count}`);
    await until('five', async () => (await unread(bert)) === 5);
    const shown = await bert.history();
    await bert.now.talking.read(bert.id, shown[3]?.place ?? 0);
    expect(await unread(bert)).toBe(2);
    await bert.now.talking.read(bert.id, shown[1]?.place ?? 0);
    expect(await unread(bert)).toBe(2);
    await bert.now.talking.read(bert.id, Number.MAX_SAFE_INTEGER);
    expect(await unread(bert)).toBe(0);
    await bert.restart();
    expect(await unread(bert)).toBe(0);
    await anna.say('one more');
    await until('one more', async () => (await unread(bert)) === 1);
  });

  it('goes through history page by page, newest last', async () => {
    const { anna } = await createOpenWorld();
    for (let count = 0; count < 25; count += 1) await anna.say(`${count}`);
    const { talking } = anna.now;
    const last = await talking.history(anna.id, undefined, 10);
    const before = await talking.history(anna.id, last.messages[0]?.place, 10);
    const first = await talking.history(anna.id, before.messages[0]?.place, 10);
    expect([last.more, before.more, first.more]).toEqual([true, true, false]);
    const all = [first, before, last].flatMap(({ messages }) => messages);
    expect(all.map(({ body }) => (body.kind === 'text' ? body.text : body.kind))).toEqual([
      'note',
      ...Array.from({ length: 25 }, (_, count) => `${count}`),
    ]);
  });

  it('finds words in any case and form, newest first, and file names', async () => {
    const { anna } = await createOpenWorld();
    await anna.say('Straße nach CAFÉ');
    await anna.say('cafe\u0301 again');
    await anna.say('nothing here');
    const content = new Blob(['x']);
    await anna.now.talking.sendFile(
      anna.id,
      {
        id: newMessageId(),
        name: 'Menu of the café.pdf',
        mediaType: 'application/pdf',
        content,
        keepMetadata: false,
      },
      {},
    );
    const hits = await anna.now.talking.search('café');
    expect(hits.map(({ message }) => message.body.kind)).toContain('file');
    expect(hits).toHaveLength(3);
    expect(await anna.now.talking.search('   ')).toEqual([]);
    expect(await anna.now.talking.search('no such words')).toEqual([]);
  });

  it('keeps a draft over the death of the background, until it is sent', async () => {
    const { anna } = await createOpenWorld();
    await anna.now.talking.saveDraft(anna.id, 'half a thought');
    await anna.restart();
    expect((await anna.now.book.entry(anna.id)).record.draft).toBe('half a thought');
    await anna.say('half a thought and the rest');
    expect((await anna.now.book.entry(anna.id)).record.draft).toBe('');
  });

  it.each([
    ['off', 0, undefined],
    ['plain', 1, { name: '', preview: '' }],
    ['content', 1, { name: 'anna.k7m2q', preview: 'the words' }],
  ] as const)('tells of a message as the settings say: %s', async (notify, count, said) => {
    const { anna, bert } = await createOpenWorld({ bert: { settings: { notify } } });
    await anna.say('the words');
    await until('it', async () => (await unread(bert)) === 1);
    // A second message settles that the first was told of, or was not.
    if (count === 0) await anna.say('more words');
    await until('the second', async () => count > 0 || (await unread(bert)) === 2);
    await until('the notice', () => bert.now.notices.length >= count);
    expect(bert.now.notices).toHaveLength(count);
    if (said) expect(bert.now.notices[0]).toMatchObject({ conversation: bert.id, kind: 'message', ...said });
  });

  it('refuses a text that is too long, and takes one that is just not', async () => {
    const { anna, bert } = await createOpenWorld();
    await expect(anna.say('ä'.repeat(20_001))).rejects.toThrow('chat/too-long');
    const longest = 'ä'.repeat(20_000);
    await anna.say(longest);
    await until('it', async () => (await bert.lines()).includes(longest));
  });
});
