import { beforeAll, expect, test } from 'vitest';
import type { Origin } from '../../../../lib/core/brand';
import { AppError } from '../../../../lib/core/errors';
import { newFuse } from '../../../support/mortal';
import { until } from '../../../support/wait';
import { type Chatter, createChatter, createPage, newMessageId, wordsIn } from '../../../support/webchat/world';

const PLACE = { protocol: 'text', locator: '/c/7', title: 'Berta' } as const;
const page = createPage();
let anna: Chatter;
let bert: Chatter;

const words = async (reader: Chatter) => wordsIn(await reader.read()).filter((line) => !line.startsWith('['));

beforeAll(async () => {
  anna = await createChatter('Anna', page, PLACE);
  bert = await createChatter('Bert', page, PLACE);
  await bert.decide(anna, 'in-use');
  await anna.decide(bert, 'verified');
  await anna.webchat.begin(anna.place);
  await until('an open channel on both sides', async () => {
    await bert.read();
    await anna.read();
    return (await anna.view()).channel === 'open' && (await bert.view()).channel === 'open';
  });
}, 60_000);

test('[req 4] a background that dies at any write of a message has sent it once or not at all, and sends it once when asked again', async () => {
  // Two writes: what was sealed, and that the page has sent it.
  for (const dieBefore of [1, 2]) {
    const id = newMessageId();
    const text = `died before write ${dieBefore}`;
    anna.restart(newFuse(dieBefore));
    await expect(anna.send(text, id)).rejects.toThrow(AppError);
    anna.restart();
    await anna.send(text, id);
    const said = (await words(bert)).filter((line) => line === text);
    // Delivered twice, it is the same text twice: a page shows both, and both say the same.
    expect(new Set(said)).toEqual(new Set([text]));
    expect(said).toHaveLength(dieBefore);
    expect(new Set(await words(anna))).toContain(text);
  }
});

test('what waits for a page that is away goes out when its box is there again, once', async () => {
  page.failing = new AppError('webchat/page-closed');
  await anna.webchat.end(anna.place);
  const before = page.texts.length;
  expect(anna.failures.filter((error) => error instanceof AppError)).toEqual([]);
  page.failing = undefined;
  await anna.webchat.events.onBox(anna.place);
  await anna.webchat.events.onBox(anna.place);
  expect(page.texts.length).toBe(before + 1);
  await bert.read();
  expect((await bert.view()).channel).toBe('ended');
  await expect(bert.send('too late')).rejects.toThrow(AppError);
});

test('begun again, it goes on; what was said before is still read', async () => {
  await anna.webchat.begin(anna.place);
  await until('an open channel again', async () => {
    await bert.read();
    await anna.read();
    return (await anna.view()).channel === 'open' && (await bert.view()).channel === 'open';
  });
  await bert.send('once more');
  expect(await words(anna)).toContain('once more');
  expect(await words(anna)).toContain('died before write 1');
});

test('a page that names the conversation anew keeps its talk, once its lines are seen there', async () => {
  const moved = { ...anna.place, locator: '/c/7?tab=2', title: 'Berta (2)' };
  expect(await anna.view(moved)).not.toHaveProperty('peer');
  anna.announced.length = 0;
  await anna.read(false, moved);
  expect(anna.announced).toContain('webchat');
  expect(await anna.view(moved)).toMatchObject({ way: 'channel', peer: { name: 'Bert' } });
  await anna.send('from the new place', newMessageId(), moved);
  expect(await words(bert)).toContain('from the new place');
});

test('a place where somebody else was chosen, and one with lines of two talks, keep their own', async () => {
  const other = { ...anna.place, locator: '/c/9', title: 'Someone else' };
  await anna.webchat.choose(other, bert.fingerprint);
  await anna.read(false, other);
  expect((await anna.view(other)).way).toBe('none');
});

test('[req 26] the same text in a page of another origin says nothing', async () => {
  const elsewhere = { ...anna.place, origin: 'https://evil.example' as Origin };
  const lines = await anna.read(true, elsewhere);
  expect(lines.filter(({ kind }) => kind === 'text')).toEqual([]);
});

test('octets that are nothing of ours are told as damaged', async () => {
  expect(await anna.webchat.open(anna.place, { octets: new Uint8Array([9, 1, 2]), fresh: true })).toMatchObject({
    code: 'webchat/damaged',
  });
  expect(await anna.webchat.open(anna.place, { octets: new Uint8Array(), fresh: true })).toMatchObject({
    code: 'webchat/damaged',
  });
  expect(await anna.webchat.open(anna.place, { otr: 'no OTR at all', fresh: true })).toMatchObject({
    code: 'webchat/damaged',
  });
});

test('[req 3] the disk holds no word of it', async () => {
  const { talks } = anna.now.store;
  const rows = await talks.talks();
  expect(rows.length).toBeGreaterThan(0);
  const stored = Buffer.concat(rows.map(({ sealed }) => Buffer.from(sealed))).toString('latin1');
  for (const word of ['once more', 'chat.example.org', 'Berta', bert.fingerprint]) expect(stored).not.toContain(word);
});
