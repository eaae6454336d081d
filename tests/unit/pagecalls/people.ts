import type { CallVault } from '../../../lib/calls/ports';
import type { Fingerprint, Origin, TicketId } from '../../../lib/core/brand';
import type { CallLines } from '../../../lib/core/call-lines';
import type { ConversationId } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { type CallMessage, readCallMessage, writeCallMessage } from '../../../lib/core/wire/call-message';
import type { DeviceId } from '../../../lib/core/wire/ids';
import type { CallTab, PageCallPorts } from '../../../lib/pagecalls/contract';
import { createPageCalls } from '../../../lib/pagecalls/create-page-calls';
import { fakeMemory } from '../../support/fake-memory';
import { createFrame, type Frame } from './frame';
import type { Timeline } from './timeline';

export const ORIGIN = 'https://meet.example' as Origin;
export const TAB: CallTab = { tabId: 7, origin: ORIGIN, document: 0 };

/** Ids that only depend on names: 128 bits, hex. */
const idOf = (text: string): string => Buffer.from(text.padEnd(16, '.')).toString('hex').slice(0, 32);
export const deviceOf = (name: string) => idOf(`device ${name}`) as DeviceId;
export const certificateOf = (name: string) => idOf(`cert ${name}`).padEnd(40, '0') as Fingerprint;
/** What `mine` calls the conversation with `theirs`. */
export const conversationOf = (mine: string, theirs: string) => idOf(`${mine} to ${theirs}`) as ConversationId;

export type Sent = { readonly from: string; readonly to: string; readonly message: CallMessage };

/** A vault that is closed or open, and seals by nothing but a context. */
function createVault() {
  let isLocked = false;
  const text = new TextEncoder();
  const check = (): void => {
    if (isLocked) throw new AppError('vault/locked');
  };
  const vault: CallVault = {
    seal: async (octets, context) => {
      check();
      return Uint8Array.from([...text.encode(`${context}|`), ...octets.map((octet) => octet ^ 0x5a)]);
    },
    open: async (sealed, context) => {
      check();
      const head = text.encode(`${context}|`);
      if (!head.every((octet, at) => sealed[at] === octet)) throw new AppError('vault/damaged');
      return sealed.slice(head.length).map((octet) => octet ^ 0x5a);
    },
    state: async () => ({ phase: isLocked ? 'locked' : 'unlocked' }),
  };
  const lock = (locked: boolean): void => {
    isLocked = locked;
  };
  return { vault, check, lock, isLocked: () => isLocked };
}

export function createPeople(names: readonly string[], timeline: Timeline) {
  const { now, random, later, delay } = timeline;
  /** Pairs that have no channel, as `a b` in both orders. */
  const closed = new Set<string>();
  const sent: Sent[] = [];
  /** Between two, in order: when the last message arrives. */
  const lastAt = new Map<string, number>();
  const slow = new Map<string, number>();
  const people = new Map<string, Person>();

  const createPerson = (name: string) => {
    const memory = fakeMemory();
    const rows = new Map<string, Uint8Array>();
    const { vault, check, lock, isLocked } = createVault();
    const inbox: Array<() => Promise<void>> = [];
    const failures: unknown[] = [];
    const notices: unknown[] = [];
    const modes: string[] = [];
    const told: CallTab[] = [];
    const comparisons: Array<{ readonly conversation: ConversationId; readonly same: boolean }> = [];
    const seen = new Set<string>();
    const isOpen = (other: string) => !closed.has(`${name} ${other}`) && other !== name;
    const others = () => names.filter(isOpen);
    const peerOf = (other: string) => ({
      name: other,
      fingerprint: certificateOf(other),
      decision: 'in-use' as const,
      conversation: conversationOf(name, other),
      device: deviceOf(other),
    });
    const find = (conversation: ConversationId) => {
      check();
      const other = others().find((one) => conversationOf(name, one) === conversation);
      if (other === undefined) throw new AppError('call/not-open');
      return other;
    };
    const lines: CallLines = {
      open: async () => {
        check();
        return others().map(peerOf);
      },
      peer: async (conversation) => peerOf(find(conversation)),
      send: async (conversation, id, message) => {
        const other = find(conversation);
        if (seen.has(id)) return;
        seen.add(id);
        deliver(name, other, message);
      },
      note: async () => undefined,
      myCertificate: async () => {
        check();
        return certificateOf(name);
      },
      compared: async (conversation, same) => {
        // As chat does: what differs closes the channel on the side that says so.
        const other = find(conversation);
        comparisons.push({ conversation, same });
        if (!same) closed.add(`${name} ${other}`);
      },
    };
    let life = 0;
    /** Its background ends before the write of this number, and that one is lost. */
    const fuse = { writes: 0, dieBefore: Number.POSITIVE_INFINITY };
    let whenKilled: () => void = () => undefined;
    let killed = new Promise<void>((resolve) => {
      whenKilled = resolve;
    });
    const set = (key: string, value: unknown): Promise<void> => {
      fuse.writes += 1;
      if (fuse.writes !== fuse.dieBefore) return memory.set(key, value);
      person.kill();
      return new Promise(() => undefined);
    };
    const start = () => {
      life += 1;
      const mine = life;
      let next = Number.POSITIVE_INFINITY;
      /** A background that was ended does nothing any more. */
      const alive = <A extends unknown[], R>(work: (...input: A) => Promise<R>) => {
        return (...input: A): Promise<R> => (mine === life ? work(...input) : new Promise<R>(() => undefined));
      };
      const ports: PageCallPorts = {
        lines: {
          open: alive(lines.open),
          peer: alive(lines.peer),
          send: alive(lines.send),
          note: alive(lines.note),
          myCertificate: alive(lines.myCertificate),
          compared: alive(lines.compared),
        },
        rows: {
          get: alive(async (key: string) => rows.get(key)),
          put: alive(async (key: string, sealed: Uint8Array) => void rows.set(key, sealed)),
          remove: alive(async (key: string) => void rows.delete(key)),
          keys: alive(async (prefix: string) => [...rows.keys()].filter((key) => key.startsWith(prefix))),
        },
        vault,
        memory: { get: alive(memory.get), set: alive(set), remove: alive(memory.remove) },
        tell: alive(async (tab: CallTab, { mode }: { readonly mode: string }) => {
          modes.push(mode);
          told.push(tab);
        }),
        notify: (notice) => void notices.push(notice),
        announce: () => {
          if (mine === life) later(1, () => person.frame?.poll());
        },
        // As lib/background/waker.ts has it: the earliest moment wins.
        wakeAt: (at) => {
          if (mine !== life || at >= next) return;
          next = at;
          later(Math.max(1, at - now()), async () => {
            if (mine !== life || next !== at) return;
            next = Number.POSITIVE_INFINITY;
            await person.calls.events.onTime();
          });
        },
        now,
        random: (octets) => random(octets).slice(),
        onFailure: (error) => void failures.push(error),
      };
      return createPageCalls(ports);
    };

    let tickets = 0;
    const person = {
      name,
      calls: start(),
      memory,
      rows,
      failures,
      notices,
      modes,
      told,
      comparisons,
      frame: undefined as Frame | undefined,
      conversation: (other: string) => conversationOf(name, other),
      fuse,
      /** The browser ended the background: what was in memory is gone. It is started again by an alarm, or by who asks. */
      kill() {
        person.calls = start();
        whenKilled();
        killed = new Promise<void>((resolve) => {
          whenKilled = resolve;
        });
        later(3_000, () => person.calls.events.onTime());
      },
      /** A frame of ours comes up in the page, or comes up anew. */
      async openFrame(tab: CallTab = TAB): Promise<Frame> {
        tickets += 1;
        const ticket = idOf(`${tickets} frame ${name}`) as TicketId;
        const frame = createFrame({ ticket, tab, calls: () => person.calls, timeline });
        person.frame?.stop();
        person.frame = frame;
        await person.calls.frameOpened(tab, ticket);
        await frame.poll();
        return frame;
      },
      async lock() {
        lock(true);
        await person.calls.events.onLocked();
      },
      async unlock() {
        lock(false);
        for (const take of inbox.splice(0)) await take();
      },
      /** As chat hands it on: in order, and not while keys are locked. */
      async hear(other: string, message: CallMessage, at: number) {
        const from = { conversation: conversationOf(name, other), device: deviceOf(other) };
        /** Chat hands on again what a background that died may not have taken. */
        const take = async (): Promise<void> => {
          const mine = life;
          await Promise.race([person.calls.events.onMessage(from, message, at), killed]);
          if (mine !== life) await take();
        };
        if (isLocked()) inbox.push(take);
        else await take();
      },
      view: () => person.calls.view(TAB),
    };
    return person;
  };
  type Person = ReturnType<typeof createPerson>;

  function deliver(from: string, to: string, message: CallMessage): void {
    const octets = writeCallMessage(message);
    sent.push({ from, to, message });
    const pair = `${from} ${to}`;
    const at = Math.max((lastAt.get(pair) ?? 0) + 1, now() + delay() + (slow.get(pair) ?? 0));
    lastAt.set(pair, at);
    const takenAt = now();
    later(at - now(), async () => {
      const heard = readCallMessage(octets);
      if (heard) await people.get(to)?.hear(from, heard, takenAt);
    });
  }

  for (const name of names) people.set(name, createPerson(name));
  const get = (name: string): Person => {
    const person = people.get(name);
    if (person === undefined) throw new Error(`nobody is called ${name}`);
    return person;
  };
  return {
    get,
    all: () => [...people.values()],
    sent,
    deliver,
    /** What one sends the other is so much longer on its way. */
    slow: (from: string, to: string, ms: number) => void slow.set(`${from} ${to}`, ms),
    /** Two people who have no channel, or one again. */
    part: (one: string, other: string) => void closed.add(`${one} ${other}`).add(`${other} ${one}`),
    meet(one: string, other: string) {
      closed.delete(`${one} ${other}`);
      closed.delete(`${other} ${one}`);
    },
  };
}

export type People = ReturnType<typeof createPeople>;
export type Person = ReturnType<People['get']>;
