import { createHash, randomBytes } from 'node:crypto';
import type { Calls } from '../../../lib/calls/contract';
import { createCalls } from '../../../lib/calls/create-calls';
import type { CallPorts } from '../../../lib/calls/ports';
import type { CallLines } from '../../../lib/core/call-lines';
import type { CallId, CallLine, CallPeer } from '../../../lib/core/calls';
import type { ConversationId } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { type CallMessage, readCallMessage, writeCallMessage } from '../../../lib/core/wire/call-message';
import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import { fakeMemory } from '../fake-memory';
import { fingerprintOf } from '../media/sas';
import { mortal, newFuse } from '../mortal';
import { memoryCallRows, testVault } from './line-home';

export const MINUTE = 60_000;
export const newCallId = (): CallId => randomBytes(16).toString('hex') as CallId;
export const newMessageId = (): MessageId => randomBytes(16).toString('hex') as MessageId;

type Sent = {
  readonly to: string;
  readonly from: string;
  readonly id: MessageId;
  readonly message: CallMessage;
  readonly at: number;
};

/** What passes messages on: tests say when, and how often. */
export type Network = { readonly waiting: Sent[]; clock: { now: number } };

export type Person = ReturnType<typeof createPerson>;

const idOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const conversationWith = (name: string) => idOf(`to ${name}`) as ConversationId;
const deviceOf = (name: string) => idOf(`device of ${name}`) as DeviceId;
const peerOf = (name: string): CallPeer => ({ name, fingerprint: fingerprintOf(name), decision: 'in-use' });

/** One person: a disk, a session, a background that can die, and a window that a test plays. */
export function createPerson(name: string, network: Network, others: readonly string[]) {
  const memory = fakeMemory();
  const rows = memoryCallRows();
  const vault = testVault();
  let fuse = newFuse();
  const outbox = new Set<MessageId>();
  const told: Array<{ readonly kind: string; readonly name: string }> = [];
  const history = new Map<CallId, Omit<CallLine, 'name'>>();
  const compared: boolean[] = [];
  const failures: unknown[] = [];
  const closed = new Set<string>();
  const failing = { comparing: false };
  const clock = { off: 0 };
  const window: { open: CallId | undefined } = { open: undefined };
  const settings = { onlyTurn: false };
  const wakes: number[] = [];
  const nameAt = (conversation: ConversationId): string => {
    const found = others.find((other) => conversationWith(other) === conversation && !closed.has(other));
    if (found === undefined) throw new AppError('call/not-open');
    return found;
  };

  const lines: CallLines = {
    open: async () =>
      others.map((other) => ({ ...peerOf(other), conversation: conversationWith(other), device: deviceOf(other) })),
    peer: async (conversation) => {
      const other = nameAt(conversation);
      return { ...peerOf(other), device: deviceOf(other) };
    },
    async send(conversation, id, message) {
      const to = nameAt(conversation);
      if (outbox.has(id)) return;
      outbox.add(id);
      const copy = readCallMessage(writeCallMessage(message));
      if (copy === undefined) throw new Error('not a message');
      network.waiting.push({ to, from: name, id, message: copy, at: network.clock.now });
    },
    note: async (line) => void history.set(line.id, line),
    myCertificate: async () => fingerprintOf(name),
    // As chat does: what differs closes the channel.
    compared: async (conversation, same) => {
      const other = nameAt(conversation);
      if (failing.comparing) {
        failing.comparing = false;
        throw new AppError('bus/internal');
      }
      compared.push(same);
      if (!same) closed.add(other);
    },
  };
  const start = (): Calls => {
    fuse = newFuse();
    const ports: CallPorts = {
      lines: mortal(lines, ['send', 'note', 'compared'], fuse),
      rows: mortal(rows, ['put', 'remove'], fuse),
      vault,
      onlyTurn: async () => settings.onlyTurn,
      memory: mortal(memory, ['set', 'remove'], fuse),
      window: mortal(
        {
          open: async (id: CallId) => {
            window.open = id;
          },
          close: async () => {
            window.open = undefined;
          },
        },
        ['open', 'close'],
        fuse,
      ),
      notify: (notice) => void told.push(notice),
      quiet: () => void told.push({ kind: 'quiet', name: '' }),
      announce: () => undefined,
      wakeAt: (at) => void wakes.push(at),
      now: () => network.clock.now + clock.off,
      random: (octets) => new Uint8Array(randomBytes(octets)),
      onFailure: (error) => void failures.push(error),
    };
    return createCalls(ports);
  };
  let calls = start();

  return {
    name,
    device: deviceOf(name),
    to: conversationWith,
    calls: () => calls,
    told,
    history,
    compared,
    failures,
    window,
    settings,
    wakes,
    vault,
    rows,
    memory,
    /** The background dies before the write of this number from now on. */
    dieIn: (writes: number) => {
      fuse.dieBefore = fuse.writes + writes;
    },
    isDead: () => fuse.writes >= fuse.dieBefore,
    /** This machine's clock is so far ahead of the relay's. */
    setClock: (off: number) => {
      clock.off = off;
    },
    /** The next decision about a certificate cannot be kept. */
    failToCompare: () => {
      failing.comparing = true;
    },
    /** The channel with somebody is over. */
    closeChannel: (other: string) => void closed.add(other),
    /** The background ends now; the next one finds what was kept. */
    rebirth() {
      calls = start();
    },
    /** The browser ends: session memory too. */
    restart() {
      memory.stored.clear();
      window.open = undefined;
      calls = start();
    },
    async hear(from: string, message: CallMessage, at: number, device = deviceOf(from), id?: MessageId) {
      const origin = { conversation: conversationWith(from), device, ...(id === undefined ? {} : { message: id }) };
      await calls.events.onMessage(origin, message, at);
    },
    phase: async () => (await calls.current())?.phase ?? 'none',
  };
}

/** People who can call each other, and what is on its way between them. */
export function createCallsWorld(names: readonly string[] = ['anna', 'bert']) {
  const network: Network = { waiting: [], clock: { now: 1_800_000_000_000 } };
  const people = new Map(
    names.map((name) => [
      name,
      createPerson(
        name,
        network,
        names.filter((other) => other !== name),
      ),
    ]),
  );
  const person = (name: string): Person => {
    const found = people.get(name);
    if (found === undefined) throw new Error(`nobody: ${name}`);
    return found;
  };
  /** As chat does: once more where the background died over it. */
  const hand = async (sent: Sent): Promise<void> => {
    const to = person(sent.to);
    await to.hear(sent.from, sent.message, sent.at, person(sent.from).device, sent.id);
    if (!to.isDead()) return;
    to.rebirth();
    await hand(sent);
  };
  return {
    network,
    person,
    hand,
    clock: network.clock,
    /** The next message that waits is heard; `false` where none does. */
    async deliver(place = 0): Promise<boolean> {
      const [sent] = network.waiting.splice(place, 1);
      if (sent === undefined) return false;
      await hand(sent);
      return true;
    },
    async settle() {
      while (await this.deliver());
    },
    /** Time passes, and each background is woken. */
    async pass(ms: number) {
      network.clock.now += ms;
      for (const one of people.values()) await one.calls().events.onTime();
    },
  };
}
