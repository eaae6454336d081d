import type { CallMemory } from '../calls/ports';
import type { ConversationId } from '../core/chat';
import { createSerial } from '../core/serial';
import { type CallMessage, writeCallMessage } from '../core/wire/call-message';
import { toHex } from '../core/wire/hex';
import type { MessageId } from '../core/wire/ids';
import { PAGE_CALL_LIMITS } from './limits';
import { emptyWorld, type World } from './state';

const KEY = 'page-calls';

/** One change of what is remembered: all of it is kept, or nothing. */
export type Change = {
  readonly world: World;
  readonly now: number;
  /** Nobody has to look again for it. */
  quiet: boolean;
  /** Goes out after the change is kept, once, however often the background dies meanwhile. */
  send(conversation: ConversationId, message: CallMessage): void;
  /** After the change is kept. What fails there is told to `onFailure`. */
  afterwards(work: () => Promise<void> | void): void;
};

export type BookPorts = {
  readonly memory: CallMemory;
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  readonly onFailure: (error: unknown) => void;
  /** After each change that was kept. */
  readonly onKept: (quiet: boolean) => void;
};

/** What is remembered of calls in pages, changed by one at a time. */
export function createBook({ memory, now, random, onFailure, onKept }: BookPorts) {
  const serial = createSerial();
  let known: World | undefined;
  const load = async (): Promise<World> => {
    known ??= ((await memory.get(KEY)) as World | undefined) ?? emptyWorld();
    return known;
  };

  return {
    /** As it is now; not to be changed. */
    read: (): Promise<World> => serial(load),
    /** As it was when it was last looked at. */
    glimpse: (): World | undefined => known,
    async change<T>(work: (change: Change) => Promise<T> | T): Promise<T> {
      const later: Array<() => Promise<void> | void> = [];
      let quiet = false;
      const result = await serial(async () => {
        const before = await load();
        const world = structuredClone(before);
        const change: Change = {
          world,
          now: now(),
          quiet: false,
          send(conversation, message) {
            const octets = writeCallMessage(message);
            const id = toHex(random(16)) as MessageId;
            world.outgoing.push({ conversation, id, message: toHex(octets), at: now() });
            octets.fill(0);
            world.outgoing = world.outgoing.slice(-PAGE_CALL_LIMITS.outgoing);
          },
          afterwards: (one) => void later.push(one),
        };
        const done = await work(change);
        quiet = change.quiet;
        await memory.set(KEY, world);
        known = world;
        return done;
      });
      for (const one of later) await Promise.resolve(one()).catch(onFailure);
      onKept(quiet);
      return result;
    },
  };
}

export type Book = ReturnType<typeof createBook>;
