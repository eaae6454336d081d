import { createDevice, statementOf, storedDevice } from '../../../lib/channel/device';
import { renewPrekeys } from '../../../lib/channel/renew-prekeys';
import type { Statement } from '../../../lib/channel/statement';
import type { ChatRows } from '../../../lib/chat/rows';
import type { ConversationId } from '../../../lib/core/chat';
import type { Settings } from '../../../lib/core/settings';
import { type MessageId, toHex, type UserId } from '../../../lib/core/wire/ids';
import { type Certificates, createCertificates } from '../channel/certificates';
import { type Fuse, newFuse } from '../mortal';
import { createProfile, PASSPHRASE } from '../vault-world';
import { until } from '../wait';
import { type Background, createBackground } from './background';
import { createFakeRelay, type FakeRelay } from './fake-relay';

export const START = Date.UTC(2026, 10, 21);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export type Clock = { now: number };
export const randomOctets = (octets: number): Uint8Array => crypto.getRandomValues(new Uint8Array(octets));
export const newMessageId = (): MessageId => toHex(randomOctets(16)) as MessageId;

type PersonOptions = {
  readonly settings?: Partial<Settings>;
  readonly prekeys?: number;
  /** In the place of what is on the profile's disk. */
  readonly rows?: ChatRows;
};

/** One person: a profile on disk, a device at the relay, and backgrounds that come and go. */
export async function createPerson(
  name: string,
  { relay, clock, certificates }: { relay: FakeRelay; clock: Clock; certificates: Certificates },
  { settings = {}, prekeys = 10, rows }: PersonOptions = {},
) {
  const profile = createProfile();
  profile.now = clock.now;
  profile.lifetime = 'never';
  const user = `${name}.k7m2q` as UserId;
  const device = relay.newDevice();
  const certificate = certificates.portOf(name);
  const own = { offset: 0 };
  const ports = { now: () => clock.now + own.offset, random: randomOctets, certificate };
  await profile.start().vault.create(PASSPHRASE);

  const start = (fuse: Fuse = newFuse()): Background => {
    const { vault, store: disk } = profile.start();
    const store = rows === undefined ? disk : { ...disk, chat: rows };
    const link = relay.connect(user, device);
    return createBackground({ vault, store, link, certificate, now: ports.now, random: randomOctets, settings, fuse });
  };
  let background = start();
  const made = await createDevice(
    { user, device, certificate: certificates.fingerprintOf(name), validUntil: clock.now + 365 * DAY },
    ports,
  );
  const renewed = renewPrekeys(made, prekeys, ports);
  const publication = { ...renewed.publication, expires: clock.now + 365 * DAY };
  relay.directory.answer(device, user, 'prekeys.publish', publication);
  await background.book.step(() => background.book.write({ device: renewed.device }));
  let conversation: ConversationId | undefined;

  return {
    name,
    user,
    device,
    profile,
    /** How far this person's own clock is off. */
    set clockOffset(ms: number) {
      own.offset = ms;
    },
    statement: (): Statement => statementOf(storedDevice.read(renewed.device)),
    get now(): Background {
      return background;
    },
    get id(): ConversationId {
      if (conversation === undefined) throw new Error('they have not met');
      return conversation;
    },
    async meet(other: Statement): Promise<void> {
      conversation = await background.meeting.accept(other, user);
    },
    goOnline: (): void => background.link.goOnline(),
    goOffline: (): void => background.link.goOffline(),
    /** The background dies, and another one takes up what it left. */
    async restart(fuse?: Fuse, online = true): Promise<void> {
      background.kill();
      background = start(fuse);
      await background.events.onTime();
      if (online) background.link.goOnline();
    },
    async lock(): Promise<void> {
      await background.vault.lock();
      await background.events.onLocked();
    },
    async unlock(): Promise<void> {
      await background.vault.unlock(PASSPHRASE);
      await background.events.onUnlocked();
    },
    async say(text: string, more: { readonly id?: MessageId; readonly validity?: never } = {}): Promise<MessageId> {
      const id = more.id ?? newMessageId();
      await background.talking.send(this.id, { id, text, ...more });
      return id;
    },
    /** Everything of the conversation, oldest first. */
    history: async () =>
      (await background.talking.history(conversation as ConversationId, undefined, 100_000)).messages,
    /** What was said, oldest first; notes in brackets. */
    async lines(): Promise<string[]> {
      const messages = await this.history();
      return messages.flatMap(({ body }) => {
        if (body.kind === 'text') return [body.text];
        if (body.kind === 'note') return [`[${body.note}${body.count === undefined ? '' : ` ${body.count}`}]`];
        return [`(${body.kind})`];
      });
    },
  };
}

export type ChatPerson = Awaited<ReturnType<typeof createPerson>>;

/** Two who have accepted each other, over one relay with a clock that can be moved. Nothing is begun. */
export async function createChatWorld(options: { readonly anna?: PersonOptions; readonly bert?: PersonOptions } = {}) {
  const clock: Clock = { now: START };
  const relay = createFakeRelay(clock);
  const certificates = createCertificates();
  const shared = { relay, clock, certificates };
  const anna = await createPerson('anna', shared, options.anna);
  const bert = await createPerson('bert', shared, options.bert);
  await anna.meet(bert.statement());
  await bert.meet(anna.statement());
  const people = [anna, bert];
  return {
    clock,
    relay,
    anna,
    bert,
    /** Time goes on: what hangs on it happens at the relay and in both backgrounds. */
    async move(ms: number): Promise<void> {
      clock.now += ms;
      relay.expire();
      for (const { now } of people) await now.events.onTime();
    },
    failures: () => people.flatMap(({ now }) => now.failures),
  };
}

export type ChatWorld = Awaited<ReturnType<typeof createChatWorld>>;

/** The same, online, with a channel that is open on both sides. */
export async function createOpenWorld(options: Parameters<typeof createChatWorld>[0] = {}): Promise<ChatWorld> {
  const world = await createChatWorld(options);
  const sent = () => [world.anna, world.bert].map(({ now }) => now.rows.outbox());
  world.bert.goOnline();
  world.anna.goOnline();
  for (const person of [world.anna, world.bert]) {
    await until(`${person.name}'s channel to open`, async () => (await person.lines()).includes('[opened]'), {
      every: 5,
    });
  }
  // What the opening itself sends is over, too: a test counts its own.
  await until('the opening to be delivered', async () => (await Promise.all(sent())).flat().length === 0, { every: 5 });
  return world;
}
