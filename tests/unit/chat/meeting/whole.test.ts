import { expect, it } from 'vitest';
import type { Chat } from '../../../../lib/chat/contract';
import { createChat } from '../../../../lib/chat/create-chat';
import type { Notice } from '../../../../lib/chat/ports';
import { DEFAULT_SETTINGS } from '../../../../lib/core/settings';
import type { UserId } from '../../../../lib/core/wire/ids';
import { createFakeRelay, type FakeRelay } from '../../../support/chat/fake-relay';
import { newMessageId, randomOctets } from '../../../support/chat/world';
import { createKeyringWorld } from '../../../support/keyring-world';
import { address } from '../../../support/people';
import { until } from '../../../support/wait';

const nothing = (): never => {
  throw new Error('not in this world');
};

/** All of chat over a whole keyring with the real OpenPGP: only the relay and the browser are not real. */
async function createPerson(name: string, relay: FakeRelay) {
  const { profile, start } = await createKeyringWorld();
  profile.lifetime = 'never';
  const { ownKeys, contacts, vault, store, channelCertificates } = start();
  const { fingerprint } = await ownKeys.make({
    name,
    email: address(`${name.toLowerCase()}@example.org`),
    version: 'v6',
  });
  const user = `${name.toLowerCase()}.k7m2q` as UserId;
  const device = relay.newDevice();
  const deviceKey = undefined as unknown as CryptoKey;
  const link = relay.connect(user, device);
  const account = { relay: 'https://relay.example.org', user, device, deviceKey, devicePublic: new Uint8Array(32) };
  const notices: Notice[] = [];
  const failures: unknown[] = [];
  const wakeUp: { chat: Chat | undefined } = { chat: undefined };
  const chat = createChat({
    rows: store.chat,
    files: store.files,
    accounts: { get: async () => account, put: async () => undefined, remove: async () => undefined },
    link,
    relayAccounts: { register: nothing, logIn: nothing, changePassword: nothing, deleteAccount: nothing },
    transport: { offset: nothing, append: nothing, read: nothing },
    vault,
    certificates: {
      ...channelCertificates(async () => wakeUp.chat?.deviceCertificate()),
      decisionOn: contacts.decisionOn,
      submit: contacts.submit,
      decide: contacts.decide,
    },
    settings: async () => DEFAULT_SETTINGS,
    now: () => profile.now,
    random: randomOctets,
    announce: () => undefined,
    onCall: () => undefined,
    notify: (notice) => void notices.push(notice),
    wakeAt: () => undefined,
    onFailure: (error) => void failures.push(error),
  });
  wakeUp.chat = chat;
  link.goOnline();
  const { conversations, events } = chat;
  const one = async () => (await conversations.list())[0];
  return {
    chat,
    fingerprint,
    notices,
    failures,
    state: async () => (await one())?.status.channel ?? 'nobody',
    view: async () => conversations.view((await one())?.id ?? nothing()),
    reaches: (state: string) =>
      until(`${name} to be in ${state}`, async () => (await one())?.status.channel === state, { every: 20 }),
    async decide(decision: 'verified' | 'in-use') {
      const seen = (await one())?.fingerprint ?? nothing();
      await contacts.decide(seen, decision);
      await events.onContacts();
    },
    async lines() {
      const { messages } = await conversations.history((await one())?.id ?? nothing(), undefined, 100);
      return messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind === 'note' ? body.note : '?'));
    },
    async say(text: string) {
      await conversations.send((await one())?.id ?? nothing(), { id: newMessageId(), text });
    },
  };
}

it('lets two people meet, talk, compare digits and part, with the certificates of their keyrings', async () => {
  const relay = createFakeRelay({
    get now() {
      return Date.now();
    },
  });
  const [anna, bert] = [await createPerson('Anna', relay), await createPerson('Bert', relay)];
  await until('prekeys', () => anna.chat.conversations.start('bert.k7m2q'), { every: 50 });
  await bert.reaches('your-decision');
  expect(await bert.view()).toMatchObject({ name: 'Anna', email: 'anna@example.org', user: 'anna.k7m2q' });
  expect(bert.notices).toMatchObject([{ kind: 'request', name: 'Anna' }]);
  await bert.decide('in-use');
  await anna.reaches('your-decision');
  expect((await anna.view()).fingerprint).toBe(bert.fingerprint);
  await anna.decide('in-use');
  await anna.reaches('open');
  await bert.reaches('open');
  await anna.say('hello');
  await until('a message', async () => (await bert.lines()).includes('hello'), { every: 20 });
  const digits = await until('digits', async () => (await bert.view()).comparison, { every: 20 });
  expect((await anna.view()).comparison).toBe(digits);
  await anna.chat.conversations.compared((await anna.view()).id, digits, true);
  expect((await anna.view()).status.decision).toBe('verified');
  await bert.chat.conversations.end((await bert.view()).id);
  await anna.reaches('ended');
  expect(await anna.lines()).toEqual(['opened', 'hello', 'verified', 'ended-by-them']);
  expect([...anna.failures, ...bert.failures]).toEqual([]);
}, 40_000);
