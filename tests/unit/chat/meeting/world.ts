import 'fake-indexeddb/auto';
import { statusOf } from '../../../../lib/channel/channel';
import { digitsOf } from '../../../../lib/channel/comparison';
import { addressOf, receive } from '../../../../lib/channel/receive';
import { sealEmpty, sealMessage } from '../../../../lib/channel/send';
import { type Book, createBook, type Entry } from '../../../../lib/chat/book';
import { createMeeting } from '../../../../lib/chat/meeting';
import type { Notice } from '../../../../lib/chat/ports';
import type { Meeting, Parts, Talking } from '../../../../lib/chat/seams';
import type { Fingerprint } from '../../../../lib/core/brand';
import type { Decision } from '../../../../lib/core/certificate';
import type { ConversationId, ConversationStatus } from '../../../../lib/core/chat';
import { AppError } from '../../../../lib/core/errors';
import { type DeviceId, type MessageId, toHex, type UserId } from '../../../../lib/core/wire/ids';
import { kindOf } from '../../../../lib/core/wire/sealed';
import type { RelayAccount } from '../../../../lib/net/contract';
import { openStore } from '../../../../lib/store/store';
import { type Certificates, createCertificates } from '../../../support/channel/certificates';
import { createRandom } from '../../../support/channel/random';
import { type Fuse, mortal, newFuse } from '../../../support/mortal';
import { createKeyring } from './certificates';
import { createFakeOutbox } from './outbox';
import { createDirectory, type Directory } from './relay';

export const START = Date.UTC(2026, 10, 21);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Certificates there are: `bert/2` is one that Bert makes later. */
const PEOPLE = ['anna', 'bert', 'bert/2', 'carl', 'mallory'] as const;

export type World = ReturnType<typeof createWorld>;
export type Person = ReturnType<typeof createPerson>;
/** Somebody else, as far as one has to know of them. */
type Other = { readonly fingerprint: () => Fingerprint };

/** `twice`: everything that comes, comes again. */
type Life = { online: boolean; locked: boolean; ahead: number; twice: boolean };

type Shared = {
  readonly clock: { now: number };
  readonly certificates: Certificates;
  readonly directory: Directory;
  readonly mailboxes: Map<DeviceId, Uint8Array[]>;
  readonly people: string[];
  readonly prekeys: { readonly count: number; readonly low: number };
};

/** Few prekeys: making them is the greater part of the time that all this takes. */
export function createWorld(prekeys = { count: 3, low: 1 }) {
  const shared: Shared = {
    clock: { now: START },
    certificates: createCertificates(),
    directory: createDirectory(),
    mailboxes: new Map(),
    people: [...PEOPLE],
    prekeys,
  };
  return { ...shared, person: (name: string) => createPerson(name, shared) };
}

/** One profile with an account at the relay; backgrounds come and go over it. */
function createPerson(name: string, shared: Shared) {
  const { clock, directory, mailboxes } = shared;
  const random = createRandom(`meeting ${name} ${crypto.randomUUID()}`);
  const keyring = createKeyring(shared.certificates, shared.people, name);
  const disk = {
    name: `meeting-${crypto.randomUUID()}`,
    account: {
      relay: 'https://relay.example.org',
      user: `${name.replace('/', '')}.k7m2q` as UserId,
      device: toHex(random(16)) as DeviceId,
      deviceKey: undefined as unknown as CryptoKey,
      devicePublic: new Uint8Array(32),
    } as RelayAccount | undefined,
  };
  const life: Life = { online: true, locked: false, ahead: 0, twice: false };
  const told = { notices: [] as Notice[], failures: [] as string[] };
  const now = () => clock.now + life.ahead;
  const account = (): RelayAccount => {
    if (disk.account === undefined) throw new Error('no account');
    return disk.account;
  };
  const link = directory.linkOf(account, () => life.online);

  const wake = (fuse: Fuse = newFuse()) => {
    const store = openStore(disk.name);
    const rows = mortal(store.chat, ['write'], fuse);
    const vault: Parts['vault'] = {
      seal: async (octets) => octets.slice(),
      open: async (octets) => octets.slice(),
      state: async () => ({ phase: life.locked ? 'locked' : 'unlocked' }),
    };
    const book = createBook({ rows, vault });
    const outbox = createFakeOutbox(random, now);
    const parts: Parts = {
      book,
      rows,
      vault,
      files: undefined as unknown as Parts['files'],
      accounts: { get: async () => disk.account, put: async () => undefined, remove: async () => undefined },
      link,
      relayAccounts: undefined as unknown as Parts['relayAccounts'],
      transport: undefined as unknown as Parts['transport'],
      certificates: keyring.port,
      settings: () => Promise.reject(new Error('not here')),
      now,
      random,
      announce: () => undefined,
      notify: (notice) => void told.notices.push(notice),
      onCall: () => undefined,
      wakeAt: () => undefined,
      onFailure: (error) => void told.failures.push(error instanceof AppError ? error.code : String(error)),
    };
    const talking = createFakeTalking(parts, outbox);
    const meeting = createMeeting({ ...parts, outbox, talking, prekeys: shared.prekeys });
    return { store, rows, book, outbox, meeting, talking };
  };
  let background = wake();

  /** What came, as intake does it: opened, kept by one write. */
  const take = async (payload: Uint8Array): Promise<void> => {
    const { book, meeting } = background;
    await book.step(async () => {
      const change =
        kindOf(payload) === 'introduction'
          ? await meeting.receive(payload)
          : await hear(background, keyring.port, now, random, payload);
      await book.write(change);
    });
  };

  return {
    name,
    disk,
    life,
    told,
    keyring,
    account,
    now,
    fingerprint: () => shared.certificates.fingerprintOf(keyring.disk.mine ?? name),
    user: (): UserId => account().user,
    background: () => background,
    meeting: (): Meeting => background.meeting,
    /** The background dies, and another one starts over the same disk. */
    restart(fuse?: Fuse): void {
      background.book.forget();
      background = wake(fuse);
    },
    take,
    mailbox: (): Uint8Array[] => mailboxes.get(account().device) ?? [],
    /** Everything that lies in the outbox goes to the mailboxes. */
    async send(): Promise<void> {
      for (const { id, to, payload } of await background.rows.outbox()) {
        if (!life.online) return;
        for (const device of to) mailboxes.set(device, [...(mailboxes.get(device) ?? []), payload]);
        await background.rows.write({ unqueue: [id] });
      }
    },
    async fetch(): Promise<boolean> {
      if (!life.online || life.locked) return false;
      const waiting = mailboxes.get(account().device) ?? [];
      for (const payload of waiting) {
        await take(payload);
        if (life.twice) await take(payload);
        mailboxes.set(account().device, (mailboxes.get(account().device) ?? []).slice(1));
      }
      return waiting.length > 0;
    },
    async connect(): Promise<void> {
      await background.meeting.prepareDevice();
      await background.meeting.advance();
    },
    async decide(other: Other, decision: Decision): Promise<void> {
      const fingerprint = other.fingerprint();
      if (!keyring.disk.decisions.has(fingerprint)) keyring.disk.decisions.set(fingerprint, 'later');
      await keyring.port.decide(fingerprint, decision);
      await background.meeting.advance();
    },
    async entry(user?: UserId): Promise<Entry> {
      const found = (await background.book.entries()).filter(
        ({ record }) => user === undefined || record.user === user,
      );
      const [entry] = found;
      if (entry === undefined || found.length > 1) throw new Error(`${found.length} conversations`);
      return entry;
    },
    async id(): Promise<ConversationId> {
      return (await this.entry()).record.id;
    },
    async status(): Promise<ConversationStatus> {
      return background.meeting.status(await this.entry());
    },
    async state(): Promise<string> {
      const { channel, changed, endedBy, writable } = await this.status();
      return [channel, changed, endedBy, writable ? 'writable' : undefined].filter((word) => word).join(' ');
    },
    async notes(): Promise<string[]> {
      const lines = await background.book.messages(await this.id(), undefined, 100);
      return lines.toReversed().map(({ content }) => (content?.body.kind === 'note' ? content.body.note : '?'));
    },
    async digits(): Promise<string | undefined> {
      const { channel } = await this.entry();
      const words = channel && statusOf(channel).comparison;
      return words && digitsOf(words);
    },
    async say(text: string): Promise<void> {
      const { book, outbox } = background;
      await book.step(async () => {
        const { record, channel } = await this.entry();
        if (channel === undefined || record.peer === undefined) throw new Error('no channel');
        const sealed = sealMessage(channel, { content: new TextEncoder().encode(text) }, { now, random });
        const out = outbox.row({ conversation: record.id, to: [record.peer.device], payload: sealed.payload });
        await book.write({ entries: [{ record, channel: sealed.channel }], outbox: [out] });
      });
    },
    heard: (): readonly string[] => background.talking.heard,
  };
}

type Background = {
  readonly book: Book;
  readonly meeting: Meeting;
  readonly talking: ReturnType<typeof createFakeTalking>;
};

/** Just enough of lib/chat/talking for sessions to begin, to be answered and to end. */
function createFakeTalking({ now, random, book }: Parts, outbox: ReturnType<typeof createFakeOutbox>) {
  const heard: string[] = [];
  const nod = (entry: Entry) => {
    const { record, channel } = entry;
    if (channel === undefined || record.peer === undefined) throw new Error('no channel');
    const sealed = sealEmpty(channel, { now, random });
    const out = outbox.row({ conversation: record.id, to: [record.peer.device], payload: sealed.payload });
    return { entries: [{ ...entry, channel: sealed.channel }], outbox: [out] };
  };
  const talking: Pick<Talking, 'afterOpening' | 'note'> = {
    afterOpening: async (entry) => nod(entry),
    async note(entry, note) {
      const { id } = entry.record;
      const line = {
        conversation: id,
        place: await book.nextPlace(id),
        id: toHex(random(16)) as MessageId,
        mine: false,
        state: 'received' as const,
        content: { at: now(), body: { kind: 'note' as const, note } },
      };
      return { entries: [{ ...entry, record: { ...entry.record, lastAt: now() } }], messages: [line] };
    },
  };
  return { ...talking, nod, heard };
}

async function hear(
  { book, meeting, talking }: Background,
  certificate: Parts['certificates'],
  now: () => number,
  random: Parts['random'],
  payload: Uint8Array,
) {
  const to = addressOf(payload);
  const device = await book.device();
  if (to.kind === 'unreadable' || device === undefined) return {};
  const known = (await book.entries()).find(({ channel }) => channel && statusOf(channel).tags.includes(to.tag));
  const entry = known ?? (to.kind === 'opening' ? await meeting.admit(to) : undefined);
  if (entry?.channel === undefined) return {};
  const received = await receive({ channel: entry.channel, device, payload }, { now, random, certificate });
  const { outcome } = received;
  talking.heard.push('reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind);
  if (received.channel === undefined) return {};
  const ended = outcome.kind === 'ended' ? { ended: { by: 'them' as const, at: now() } } : {};
  const next: Entry = { record: { ...entry.record, ...ended }, channel: received.channel };
  const kept = received.device === undefined ? {} : { device: received.device };
  return statusOf(received.channel).owes ? { ...kept, ...talking.nod(next) } : { ...kept, entries: [next] };
}

/** Everything goes its way until nothing is on its way any more. */
export async function settled(...people: readonly Person[]): Promise<void> {
  for (let round = 0; round < 40; round++) {
    const before = people.map((one) => one.told.notices.length);
    for (const one of people) if (!one.life.locked) await one.meeting().advance();
    for (const one of people) await one.send();
    const moved = [];
    for (const one of people) moved.push(await one.fetch());
    const quiet = people.every((one, at) => one.told.notices.length === before[at]);
    if (!moved.includes(true) && quiet) return;
  }
  throw new Error('it never comes to rest');
}
