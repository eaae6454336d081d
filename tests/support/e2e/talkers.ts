import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { ConversationId, ConversationView } from '../../../lib/core/chat';
import type { MessageId } from '../../../lib/core/wire/ids';
import { buildRelay } from '../../../scripts/relay.mjs';
import type { Person } from '../browser/person';
import { freePort } from '../relay/lab/server';
import { type RelayProcess, startRelay } from '../relay/relay-process';
import { until } from '../wait';
import { ask } from './bus';
import { launch, PASSPHRASE } from './cast';

/** Never anything else's text. */
export const RELAY_PASSWORD = 'relay canary orchard 71c2 velvet';

export type ChatRelay = {
  /** As a person types it: `http://127.0.0.1:port`. */
  readonly address: string;
  readonly folder: string;
  process(): RelayProcess;
  /** Ends it; `start` brings it back at the same port with the same data. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  /** SIGSTOP and SIGCONT: connections stay open, nothing answers meanwhile. */
  freeze(): void;
  thaw(): void;
  destroy(): Promise<void>;
};

/** A real relay on loopback with a folder of its own. */
export async function openChatRelay(...flags: readonly string[]): Promise<ChatRelay> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-chat-relay-'));
  const script = await buildRelay();
  const begin = (port: string) => startRelay(script, ['--port', port, '--data', folder, ...flags]);
  // It comes back at this port: none that the system gives to connections of others in the meantime.
  const port = String(await freePort());
  let running = await begin(port);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => void (await running.kill(signal));
  return {
    address: `http://127.0.0.1:${port}`,
    folder,
    process: () => running,
    stop,
    start: async () => {
      running = await begin(port);
    },
    freeze: () => void running.child.kill('SIGSTOP'),
    thaw: () => void running.child.kill('SIGCONT'),
    destroy: async () => {
      await stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Somebody at a browser with a vault, a key and an account at a relay. */
export type Talker = Person & {
  /** One of our own windows, for arranging states through the bus. */
  readonly window: Page;
  readonly certificate: string;
  readonly fingerprint: string;
  /** Chat address. */
  readonly user: string;
};

export async function castTalker(
  kind: Person['kind'],
  name: string,
  relay: Pick<ChatRelay, 'address'>,
  profileDir?: string,
): Promise<Talker> {
  const person = await launch(kind, name, undefined, profileDir);
  const window = await person.openExtensionPage('app.html');
  await ask(window, 'vault.create', { passphrase: PASSPHRASE });
  const first = name[0]?.toUpperCase() + name.slice(1);
  const key = await ask(window, 'keys.make', {
    name: `${first} Lab`,
    email: `${name}@lab.test` as never,
    version: 'v4',
  });
  const { account } = await ask(window, 'relay.register', { relay: relay.address, name, password: RELAY_PASSWORD });
  if (account === undefined) throw new Error('no account was made');
  await online(window);
  return { ...person, window, certificate: key.view.armored, fingerprint: key.fingerprint, user: account.user };
}

export const online = (window: Page): Promise<unknown> =>
  until('the relay to be reached', async () => (await ask(window, 'relay.status')).link.phase === 'online', {
    within: 30_000,
  });

/** The conversation with this chat address, once it is in this state of the channel. */
export const conversationIn = (
  who: Pick<Talker, 'window'>,
  peer: string,
  state: ConversationView['status']['channel'],
  within = 20_000,
): Promise<ConversationView> =>
  until(
    `the channel with ${peer} to be ${state}`,
    async () => {
      const found = (await ask(who.window, 'chat.list')).find(({ user }) => user === peer);
      if (found?.status.channel !== state) throw new Error(`it is ${JSON.stringify(found?.status)}`);
      return ask(who.window, 'chat.view', { id: found.id });
    },
    { within },
  );

export type Meeting = { readonly annas: ConversationId; readonly berts: ConversationId };

/** Two who accept each other's certificate, and have an open channel afterwards. */
export async function meet(anna: Talker, bert: Talker, decision: 'verified' | 'in-use' = 'verified'): Promise<Meeting> {
  // A device that has just come is found once it has published its prekeys.
  // The relay counts who asks for prekeys: it is not asked too often.
  await until(`${bert.user} to be found`, () => ask(anna.window, 'chat.start', { address: bert.user }), {
    within: 60_000,
    every: 1_000,
  });
  await conversationIn(bert, anna.user, 'your-decision');
  await ask(bert.window, 'contacts.decide', { fingerprint: anna.fingerprint as never, decision });
  await conversationIn(anna, bert.user, 'your-decision');
  await ask(anna.window, 'contacts.decide', { fingerprint: bert.fingerprint as never, decision });
  const [mine, theirs] = await Promise.all([
    conversationIn(anna, bert.user, 'open'),
    conversationIn(bert, anna.user, 'open'),
  ]);
  return { annas: mine.id, berts: theirs.id };
}

/** As a window draws it: the channel knows a message by the first half of its id. */
export const newMessageId = (): MessageId => randomBytes(16).toString('hex') as MessageId;

export async function say(who: Pick<Talker, 'window'>, id: ConversationId, text: string): Promise<MessageId> {
  const message = newMessageId();
  await ask(who.window, 'chat.send', { id, message, text });
  return message;
}

/** Texts of the other that are there, oldest first. */
export async function heardBy(who: Pick<Talker, 'window'>, id: ConversationId): Promise<readonly string[]> {
  const { messages } = await ask(who.window, 'chat.history', { id, limit: 500 });
  return messages.flatMap(({ mine, body }) => (!mine && body.kind === 'text' ? [body.text] : []));
}

export const hears = (who: Pick<Talker, 'window'>, id: ConversationId, text: string, within = 20_000) =>
  until(`“${text}” to arrive`, async () => (await heardBy(who, id)).includes(text), { within });
