import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../../lib/core/errors';
import { until } from '../../../support/wait';
import { type Chatter, createChatter, createPage, newMessageId, wordsIn } from '../../../support/webchat/world';

const xmpp = (locator: string, account: string) => ({ protocol: 'xmpp' as const, locator, account, title: locator });
let page = createPage();
let alice: Chatter;
let bob: Chatter;

beforeEach(async () => {
  page = createPage();
  alice = await createChatter('Alice', page, xmpp('bob@lab.test', 'alice@lab.test'));
  bob = await createChatter('Bob', page, xmpp('alice@lab.test', 'bob@lab.test'));
});

const phaseOf = async (one: Chatter) => (await one.view()).noTrace?.phase ?? 'none';

/** Each reads what the other wrote, until nobody answers any more. */
async function settle(): Promise<void> {
  await until('both to be private', async () => {
    await alice.read();
    await bob.read();
    return (await phaseOf(alice)) === 'private' && (await phaseOf(bob)) === 'private';
  });
}

async function goPrivate(): Promise<void> {
  await alice.webchat.noTrace(alice.place, true);
  expect(await phaseOf(alice)).toBe('asking');
  expect(wordsIn(await bob.read())).toEqual(['[no-trace]']);
  expect(await phaseOf(bob)).toBe('asked');
  await bob.webchat.noTrace(bob.place, true);
  await settle();
}

test('both agree, talk, and read it as long as it lasts; then nothing is left', async () => {
  await goPrivate();
  expect((await alice.view()).way).toBe('no-trace');
  expect(alice.webchat.active()).toBe(true);
  await alice.send('leaves no trace');
  await bob.read();
  await bob.send('nor does this');
  const words = ['leaves no trace', 'nor does this'];
  const said = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('['));
  expect(said(wordsIn(await alice.read()))).toEqual(words);
  expect(said(wordsIn(await bob.read()))).toEqual(words);
  expect(said(wordsIn(await bob.read(false)))).toEqual(words);
  await alice.webchat.noTrace(alice.place, false);
  expect(alice.webchat.active()).toBe(false);
  await bob.read();
  expect((await bob.view()).noTrace).toMatchObject({ phase: 'ended', code: 'otr/ended-by-them' });
  expect(said(wordsIn(await alice.read()))).toEqual([]);
  expect(wordsIn(await bob.read())).toContain('[webchat/gone]');
  expect(alice.failures).toEqual([]);
});

test('[req 3] nothing of it is written: no line, no draft', async () => {
  await goPrivate();
  const before = JSON.stringify(await alice.now.store.talks.talks());
  await alice.webchat.saveDraft(alice.place, 'a draft without trace');
  expect((await alice.view()).draft).toBe('a draft without trace');
  await alice.send('leaves no trace');
  expect(JSON.stringify(await alice.now.store.talks.talks())).toBe(before);
  expect((await alice.view()).draft).toBe('');
});

test('nobody answers for the person: a request waits, and one that is declined is not asked again', async () => {
  await alice.webchat.noTrace(alice.place, true);
  await bob.read();
  await bob.read();
  expect(page.texts).toHaveLength(1);
  await bob.webchat.noTrace(bob.place, false);
  await bob.read();
  expect(await phaseOf(bob)).toBe('none');
  expect(page.texts).toHaveLength(1);
});

test('what stood in the page before begins nothing', async () => {
  await alice.webchat.noTrace(alice.place, true);
  await bob.read(false);
  expect(await phaseOf(bob)).toBe('none');
});

test('words that were to leave no trace go no other way while it is asked for, or after the other has ended it', async () => {
  await alice.decide(bob, 'in-use');
  await alice.webchat.choose(alice.place, bob.fingerprint);
  await alice.webchat.noTrace(alice.place, true);
  await expect(alice.send('too early')).rejects.toMatchObject({ code: 'otr/not-private' });
  await bob.read();
  await bob.webchat.noTrace(bob.place, true);
  await settle();
  await bob.webchat.noTrace(bob.place, false);
  await alice.read();
  await expect(alice.send('too late')).rejects.toMatchObject({ code: 'otr/not-private' });
  await alice.webchat.noTrace(alice.place, false);
  await alice.send('an ordinary word');
  expect(wordsIn([await alice.open(page.texts.at(-1) ?? { by: '', otr: '' })])).toEqual(['an ordinary word']);
});

test('when the background dies, what was said is gone, and the other side is not believed to be private', async () => {
  await goPrivate();
  await alice.send('before it died');
  bob.restart();
  expect(wordsIn(await bob.read(false))).toContain('[webchat/gone]');
  await alice.send('after it died');
  const [line] = [await bob.open(page.texts.at(-1) ?? { by: '', otr: '' })];
  expect(line).toMatchObject({ kind: 'not-opened', code: 'webchat/gone' });
  expect((await bob.view()).noTrace).toMatchObject({ phase: 'ended', code: 'otr/forgotten' });
});

test('[req 4] at lock it ends, and the other side is told', async () => {
  await goPrivate();
  await alice.send('until locked');
  await alice.lock();
  expect(alice.webchat.active()).toBe(false);
  await alice.unlock();
  expect(wordsIn(await alice.read())).not.toContain('until locked');
  await bob.read();
  expect(await phaseOf(bob)).toBe('ended');
});

test('a message that the page did not send goes out as the same text', async () => {
  await goPrivate();
  const id = newMessageId();
  page.failing = new AppError('webchat/not-sent');
  await expect(alice.send('once', id)).rejects.toMatchObject({ code: 'webchat/not-sent' });
  page.failing = undefined;
  await alice.send('once', id);
  await alice.send('once', id);
  expect(wordsIn(await bob.read()).filter((line) => line === 'once')).toEqual(['once']);
});

const smpOf = async (one: Chatter) => (await one.view()).noTrace?.smp;
const SECRET = 'under the clock';
const bothRead = async () => {
  for (let turn = 0; turn < 3; turn++) for (const one of [alice, bob]) await one.read();
};

test.each([
  ['same', SECRET, SECRET],
  ['different', SECRET, 'under the bridge'],
] as const)(
  'a secret is compared: both learn that they are %s, and the page learns nothing',
  async (state, hers, his) => {
    await goPrivate();
    await alice.webchat.compare(alice.place, hers, 'Where did we meet?');
    expect(await smpOf(alice)).toEqual({ state: 'asking' });
    const before = bob.announced.length;
    expect(wordsIn(await bob.read()).at(-1)).toBe('[compare]');
    expect(bob.announced.length).toBeGreaterThan(before);
    expect(await smpOf(bob)).toEqual({ state: 'asked', question: 'Where did we meet?' });
    await bob.webchat.compare(bob.place, his);
    await bothRead();
    expect([await smpOf(alice), await smpOf(bob)]).toEqual([{ state }, { state }]);
    expect(JSON.stringify(page.texts)).not.toContain('under the');
    expect(JSON.stringify(await bob.now.store.talks.talks())).not.toContain('under the');
  },
);

test('a question that is not answered, or taken back, is over on both sides, and another may follow', async () => {
  await goPrivate();
  await alice.webchat.compare(alice.place, SECRET);
  await bob.read();
  await bob.webchat.stopComparing(bob.place);
  expect(await smpOf(bob)).toEqual({ state: 'none' });
  await alice.read();
  expect(await smpOf(alice)).toEqual({ state: 'none', stopped: true });
  await bob.webchat.compare(bob.place, SECRET);
  await alice.read();
  expect(await smpOf(alice)).toEqual({ state: 'asked' });
  await bob.webchat.stopComparing(bob.place);
  await alice.read();
  expect(await smpOf(alice)).toEqual({ state: 'none', stopped: true });
  await alice.webchat.compare(alice.place, SECRET);
  await bob.read();
  await bob.webchat.compare(bob.place, SECRET);
  await bothRead();
  expect([await smpOf(alice), await smpOf(bob)]).toEqual([{ state: 'same' }, { state: 'same' }]);
});

test('a comparison that the page does not send is over, and says so; nothing is compared where nothing is private', async () => {
  await expect(alice.webchat.compare(alice.place, SECRET)).rejects.toMatchObject({ code: 'otr/not-private' });
  await goPrivate();
  await expect(alice.webchat.compare(alice.place, '')).rejects.toMatchObject({ code: 'otr/unsendable' });
  page.failing = new AppError('webchat/not-sent');
  await expect(alice.webchat.compare(alice.place, SECRET)).rejects.toMatchObject({ code: 'webchat/not-sent' });
  expect(await smpOf(alice)).toEqual({ state: 'none', stopped: true });
  page.failing = undefined;
  await alice.webchat.compare(alice.place, SECRET);
  await bob.read();
  expect(await smpOf(bob)).toEqual({ state: 'asked' });
  page.failing = new AppError('webchat/not-sent');
  await expect(bob.webchat.compare(bob.place, SECRET)).rejects.toMatchObject({ code: 'webchat/not-sent' });
  expect(await smpOf(bob)).toEqual({ state: 'none', stopped: true });
});
