import { beforeAll, expect, test } from 'vitest';
import { AppError } from '../../../../lib/core/errors';
import { readPayload, writePayload } from '../../../../lib/core/wire/webchat-payload';
import { type Chatter, createChatter, createPage, newMessageId, ORIGIN, wordsIn } from '../../../support/webchat/world';

const xmpp = (locator: string, account: string) => ({ protocol: 'xmpp' as const, locator, account, title: locator });

/** The message that stands in the page alone. */
function onlyMessage() {
  const [text] = page.texts;
  const read = readPayload(text !== undefined && 'octets' in text ? text.octets : new Uint8Array());
  if (read === undefined || read.kind !== 'ox') throw new Error('no message of OpenPGP');
  return read;
}

let page = createPage();
let alice: Chatter;
let bob: Chatter;

beforeAll(async () => {
  page = createPage();
  alice = await createChatter('Alice', page, xmpp('bob@lab.test', 'alice@lab.test'));
  bob = await createChatter('Bob', page, xmpp('alice@lab.test', 'bob@lab.test'), 'v6');
  await alice.decide(bob, 'verified');
  await bob.decide(alice, 'in-use');
});

test('nothing is sealed while nobody was chosen, and the guess of the page chooses nobody', async () => {
  const view = await alice.view();
  expect(view).toMatchObject({ way: 'none', writable: false });
  expect(view.choices.map(({ name }) => name)).toEqual(['Bob']);
  await expect(alice.send('to whom')).rejects.toMatchObject({ code: 'webchat/nobody-chosen' });
  expect(page.texts).toEqual([]);
  await alice.webchat.choose(alice.place, bob.fingerprint);
  await bob.webchat.choose(bob.place, alice.fingerprint);
  expect(await alice.view()).toMatchObject({
    way: 'openpgp',
    writable: true,
    peer: { name: 'Bob', decision: 'verified' },
  });
});

test('words go sealed to both, and both read them as often as they like, also after the background died', async () => {
  page.texts.length = 0;
  await alice.send('Grüße 🐢\nsecond line <&>');
  const sent = onlyMessage();
  expect(sent).toMatchObject({ kind: 'ox', from: 'alice@lab.test', to: 'bob@lab.test' });
  expect(new TextDecoder('latin1').decode(writePayload(sent))).not.toContain('second line');
  bob.restart();
  const [line] = await bob.read();
  expect(line).toMatchObject({
    kind: 'text',
    text: 'Grüße 🐢\nsecond line <&>',
    mine: false,
    way: 'openpgp',
    from: { name: 'Alice', decision: 'in-use' },
  });
  expect(line).not.toHaveProperty('problem');
  expect(await bob.read(false)).toEqual([line]);
  expect(await alice.read()).toEqual([expect.objectContaining({ mine: true, text: 'Grüße 🐢\nsecond line <&>' })]);
});

test('[req 8] one changed octet shows nothing of a message', async () => {
  page.texts.length = 0;
  await alice.send('untouched');
  const read = onlyMessage();
  for (const at of [read.message.length - 1, read.message.length - 40, Math.floor(read.message.length / 2)]) {
    const message = read.message.slice();
    message[at] = (message[at] ?? 0) ^ 1;
    const line = await bob.open({ by: 'Alice', octets: writePayload({ ...read, message }) });
    expect(line.kind).toBe('not-opened');
  }
});

test('[req 17] a message is not shown under the name of who the stanza says, but did not sign it', async () => {
  page.texts.length = 0;
  await alice.send('it was me');
  const read = onlyMessage();
  const lies = [
    { ...read, from: 'carol@lab.test' },
    // My own words come back as if the other had said them.
    { ...read, from: 'bob@lab.test', to: 'alice@lab.test' },
    // My words for somebody else, put together from parts that a page moved here.
    { ...read, from: 'alice@lab.test', to: 'carol@lab.test' },
  ];
  for (const [index, lie] of lies.entries()) {
    const reader = index === 0 ? bob : alice;
    expect(await reader.open({ by: 'x', octets: writePayload(lie) })).toMatchObject({ kind: 'not-opened' });
  }
  // Chosen in another conversation, a certificate stands for nobody here.
  const elsewhere = { ...bob.place, locator: 'carol@lab.test', title: 'Carol' };
  const octets = writePayload({ ...read, from: 'carol@lab.test' });
  expect(await bob.webchat.open(elsewhere, { octets, fresh: true })).toEqual({
    kind: 'not-opened',
    code: 'webchat/sender',
    again: true,
  });
});

test('a time that is off is told beside the words, and in convenience they are not given', async () => {
  page.texts.length = 0;
  alice.clock.ahead = -20 * 24 * 3_600_000;
  await alice.send('from long ago');
  alice.clock.ahead = 0;
  expect(await bob.read()).toEqual([expect.objectContaining({ text: 'from long ago', problem: 'webchat/time' })]);
  const octets = writePayload(onlyMessage());
  await expect(bob.webchat.reveal(bob.place, octets)).rejects.toMatchObject({ code: 'webchat/time' });
});

test('convenience seals for whoever was chosen and opens what is beyond doubt', async () => {
  const sealed = await alice.webchat.seal(alice.place, 'typed in the page');
  if (sealed === undefined) throw new Error('nobody chosen');
  expect(await bob.webchat.reveal(bob.place, sealed)).toBe('typed in the page');
  const elsewhere = { ...alice.place, locator: 'carol@lab.test' };
  expect(await alice.webchat.seal(elsewhere, 'to nobody')).toBeUndefined();
});

test('while locked, lines say so and everything else is refused', async () => {
  page.texts.length = 0;
  await alice.send('read me later');
  await bob.lock();
  expect(wordsIn(await bob.read())).toEqual(['[locked]']);
  await expect(bob.view()).rejects.toMatchObject({ code: 'vault/locked' });
  await expect(bob.send('no')).rejects.toMatchObject({ code: 'vault/locked' });
  await bob.unlock();
  expect(wordsIn(await bob.read())).toEqual(['read me later']);
});

test('a certificate that is refused later stops what goes out and what is shown', async () => {
  page.texts.length = 0;
  await alice.send('before');
  await bob.decide(alice, 'refused');
  expect(await bob.view()).toMatchObject({ way: 'none', problem: 'contact/refused' });
  await expect(bob.send('after')).rejects.toMatchObject({ code: 'contact/refused' });
  expect(wordsIn(await bob.read())).toEqual(['[contact/refused]']);
  await bob.decide(alice, 'in-use');
  expect(wordsIn(await bob.read())).toEqual(['before']);
});

test('a page that fails keeps the message: asked again, the same octets go out, and then no more', async () => {
  page.texts.length = 0;
  const id = newMessageId();
  page.failing = new AppError('webchat/not-sent');
  await alice.webchat.saveDraft(alice.place, 'once');
  await expect(alice.send('once', id)).rejects.toMatchObject({ code: 'webchat/not-sent' });
  expect((await alice.view()).draft).toBe('once');
  alice.restart();
  page.failing = undefined;
  await alice.send('once', id);
  await alice.send('once', id);
  expect(wordsIn(await bob.read())).toEqual(['once']);
  expect((await alice.view()).draft).toBe('');
});

test('what the person saw when they sent is what counts', async () => {
  const message = { id: newMessageId(), text: 'as seen', as: { way: 'channel' as const } };
  await expect(alice.webchat.send(alice.place, message)).rejects.toMatchObject({ code: 'webchat/changed' });
});

test('[req 3] nothing on the disk says with whom, where or what, without the passphrase', async () => {
  const { talks } = alice.now.store;
  const stored = new TextDecoder('latin1').decode(
    Buffer.concat([...(await talks.talks()).flatMap(({ id, sealed }) => [Buffer.from(id), Buffer.from(sealed)])]),
  );
  for (const word of ['bob@lab.test', 'alice@lab.test', ORIGIN, 'once', bob.fingerprint])
    expect(stored).not.toContain(word);
  expect(stored.length).toBeGreaterThan(100);
});
