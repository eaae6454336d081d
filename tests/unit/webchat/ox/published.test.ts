import { readKey } from 'openpgp';
import { beforeAll, expect, test } from 'vitest';
import { writePayload } from '../../../../lib/core/wire/webchat-payload';
import { type Chatter, createChatter, createPage, ORIGIN } from '../../../support/webchat/world';

const xmpp = (locator: string, account: string) => ({ protocol: 'xmpp' as const, locator, account, title: locator });
const page = createPage();
let alice: Chatter;
let bob: Chatter;
const account = { origin: ORIGIN, account: 'alice@lab.test' } as const;

beforeAll(async () => {
  alice = await createChatter('Alice', page, xmpp('bob@lab.test', 'alice@lab.test'));
  bob = await createChatter('Bob', page, xmpp('alice@lab.test', 'bob@lab.test'));
});

test('what both accounts publish is asked for once', async () => {
  await alice.webchat.events.onBox(alice.place);
  await alice.webchat.events.onBox(alice.place);
  expect(alice.asked).toEqual(['alice@lab.test', 'bob@lab.test']);
  expect((await alice.view()).published).toBeUndefined();
});

test('an account that published nothing is asked again when a sealed message came that does not open, not at every one', async () => {
  const message = new Uint8Array([1]);
  const octets = writePayload({ kind: 'ox', from: 'bob@lab.test', to: 'alice@lab.test', at: undefined, message });
  const comes = () => alice.webchat.open(alice.place, { octets, fresh: true });
  await alice.webchat.keysFound({ ...account, address: 'bob@lab.test' }, []);
  await comes();
  expect(alice.asked).toHaveLength(2);
  alice.clock.ahead = 11_000;
  await comes();
  await comes();
  alice.clock.ahead = 0;
  expect(alice.asked).toEqual(['alice@lab.test', 'bob@lab.test', 'bob@lab.test']);
});

test('a certificate of an account is offered, and used only when the person has decided', async () => {
  expect(await alice.view()).toMatchObject({ problem: 'webchat/no-certificate', writable: false });
  await alice.webchat.keysFound({ ...account, address: 'bob@lab.test' }, [bob.octets]);
  const view = await alice.view();
  expect(view).toMatchObject({ offered: { name: 'Bob', decision: 'unknown' }, choices: [], way: 'none' });
  expect(view).not.toHaveProperty('peer');
  expect(alice.offers.get(bob.fingerprint)?.evidence).toMatchObject({ source: 'xmpp-account', detail: 'bob@lab.test' });
  // It asks for no mail address by itself.
  expect(await alice.now.contacts.undecidedCount()).toBe(0);
  await alice.decide(bob, 'in-use');
  const after = await alice.view();
  expect(after).toMatchObject({ peer: { name: 'Bob', decision: 'in-use' }, way: 'openpgp' });
  expect(after).not.toHaveProperty('offered');
});

test('a certificate that was in use before is only guessed at, wherever an account publishes it', async () => {
  const elsewhere = { ...alice.place, locator: 'carol@lab.test', title: 'Carol' };
  await alice.webchat.keysFound({ ...account, address: 'carol@lab.test' }, [bob.octets]);
  await alice.webchat.events.onBox(elsewhere);
  await alice.webchat.events.onContacts();
  const view = await alice.view(elsewhere);
  expect(view).not.toHaveProperty('peer');
  expect(view.choices.map(({ name }) => name)).toEqual(['Bob']);
});

test('it is known whether my own certificate stands at my account', async () => {
  const mine = { ...account, address: 'alice@lab.test' };
  await alice.webchat.keysFound(mine, []);
  expect((await alice.view()).published).toBe(false);
  await alice.webchat.publish(alice.place);
  expect(alice.asked.at(-1)).toBe('publish');
  expect((await alice.view()).published).toBe(true);
  await alice.webchat.keysFound(mine, [bob.octets]);
  expect((await alice.view()).published).toBe(false);
  await alice.webchat.keysFound(mine, [alice.octets, bob.octets]);
  expect((await alice.view()).published).toBe(true);
});

test('what is published names the account that it was pressed for, as a bare address, and nobody else', async () => {
  const namesOf = async (octets: Uint8Array | undefined) =>
    (await readKey({ binaryKey: octets ?? new Uint8Array() })).getUserIDs();
  const at = (name: string | undefined) => {
    const { account: _none, ...place } = alice.place;
    return name === undefined ? place : { ...place, account: name };
  };
  await alice.webchat.publish(at('Alice@Lab.test/tab-1'));
  expect(await namesOf(alice.published.at(-1))).toEqual(['Alice <alice@example.org>', 'xmpp:alice@lab.test']);
  expect(alice.announced).toContain('keys');
  await alice.webchat.publish(at('other@lab.test'));
  expect(await namesOf(alice.published.at(-1))).toEqual(['Alice <alice@example.org>', 'xmpp:other@lab.test']);
  const before = alice.published.length;
  for (const name of [undefined, 'lab.test', '', 'a b@lab.test', 'a@b@lab.test']) {
    await expect(alice.webchat.publish(at(name))).rejects.toMatchObject({ code: 'webchat/no-connection' });
  }
  // What turns the direction of a line stands in no name of mine.
  await expect(alice.webchat.publish(at('alice@lab\u202e.test'))).rejects.toMatchObject({ code: 'bus/bad-input' });
  expect(alice.published).toHaveLength(before);
  expect(await namesOf(alice.published.at(-1))).not.toContain('bob@lab.test');
});

test('what is no certificate is passed over, also while keys are locked', async () => {
  await alice.lock();
  await alice.webchat.keysFound({ ...account, address: 'dora@lab.test' }, [
    new Uint8Array([1, 2, 3]),
    new Uint8Array(),
  ]);
  await alice.unlock();
  expect(await alice.view({ ...alice.place, locator: 'dora@lab.test' })).not.toHaveProperty('offered');
  expect(alice.failures).toEqual([]);
});
