import { equalBytes } from '@noble/ciphers/utils.js';
import { type Codec, splitClear } from './clear-octets';
import { type KeyName, readKeyId } from './key-id';
import { MEDIA_LIMITS } from './limits';
import { createMetadata } from './metadata';
import type { Octets } from './octets';
import { createReceivingKeys, type ReceivingKeys, type ReceivingState, type Slot } from './receiving-keys';
import type { Announcement, SenderKey } from './sender-key';
import { openSFrame, openSFrameNow, readSFrame, type SFrame } from './sframe';
import type { Suite } from './suites';

export type OpenRefusal =
  /** No octet at all: both browsers hand over such audio frames where a packet was padding. Nothing was lost. */
  | 'empty'
  /** Not a sealed frame of this codec: clear media, perhaps. */
  | 'malformed'
  | 'too-large'
  /** No key of this id is here: not yet, not any more, or never. */
  | 'unknown-key'
  /** The tag does not fit: changed, of another call or stream, or of another key. */
  | 'tampered'
  | 'replayed'
  /** Too far behind the newest to tell. */
  | 'too-old';
export type Opened =
  | {
      readonly kind: 'opened';
      readonly frame: Octets;
      /** Whose it is and what it shows, as the key says: not as the server or the page does. */
      readonly from: KeyName;
    }
  | { readonly kind: 'refused'; readonly reason: OpenRefusal };

/** Why the keys of another participant are not taken. */
export type LearnRefusal =
  /** Of another call, suite or place, or of mine. */
  | 'foreign'
  /** Older than what is known. */
  | 'stale'
  /** Not the key that is known under this name, or keys that are not in order. */
  | 'conflict';
export type Learned =
  /** Acknowledge this generation to the sender. */
  | { readonly kind: 'learned'; readonly generation: number }
  | { readonly kind: 'refused'; readonly reason: LearnRefusal };

export type ReceiverOptions = {
  readonly suite: Suite;
  readonly call: Uint8Array;
  /** My own place: no key is ever learned for it. */
  readonly place: number;
  /** Milliseconds, of a clock that never goes back. */
  now(): number;
};

export type ReceiverState = ReadonlyArray<{
  readonly sender: number;
  readonly generations: readonly ReceivingState[];
}>;

/** The keys of the others in one call, and the opening of their frames. A refused frame changes nothing. */
export type Receiver = {
  /** Keys that came in the secure channel from the participant who has this place in the call. */
  learn(from: number, announcement: Announcement): Learned;
  /** The participant is gone: none of their frames opens from now on. */
  forget(sender: number): void;
  open(codec: Codec, payload: Octets): Promise<Opened>;
  openNow(codec: Codec, payload: Octets): Opened;
  /** Wipes what is over; to be called now and then where no frame comes. */
  sweep(): void;
  state(): ReceiverState;
  close(): void;
};

type Attempt = {
  readonly name: KeyName;
  readonly keys: ReceivingKeys;
  readonly slot: Slot;
  readonly frame: SFrame;
  readonly metadata: Octets;
};

const refused = <T extends string>(reason: T) => ({ kind: 'refused', reason }) as const;

export function createReceiver({ suite, call, place, now }: ReceiverOptions): Receiver {
  const metadata = createMetadata(call);
  /** By place; each list is oldest first. */
  const senders = new Map<number, readonly ReceivingKeys[]>();

  const keep = (sender: number, kept: readonly ReceivingKeys[]): void => {
    for (const one of senders.get(sender) ?? []) if (!kept.includes(one)) one.wipe();
    if (kept.length === 0) senders.delete(sender);
    else senders.set(sender, kept);
  };
  const sweep = (): void => {
    const time = now();
    for (const [sender, list] of senders)
      keep(
        sender,
        list.filter((one) => one.sweep(time)),
      );
  };
  const numberOf = ({ generation }: { readonly generation: number }): number =>
    generation % MEDIA_LIMITS.generationNumbers;

  const judge = (known: readonly ReceivingKeys[], key: SenderKey): 'new' | 'known' | 'stale' | 'conflict' => {
    const same = known.find(({ generation }) => generation === key.generation);
    if (same) return ({ same: 'known', other: 'conflict', over: 'stale' } as const)[same.compare(key)];
    return key.generation > (known.at(-1)?.generation ?? -1) ? 'new' : 'stale';
  };
  const add = (sender: number, key: SenderKey): void => {
    const known = senders.get(sender) ?? [];
    for (const older of known) older.endAt(now() + MEDIA_LIMITS.keepMs);
    // RFC 9605, 5.2: what has the same number as the new one is removed.
    const kept = known.filter((one) => numberOf(one) !== numberOf(key)).slice(1 - MEDIA_LIMITS.generations);
    keep(sender, [...kept, createReceivingKeys(suite, sender, key)]);
  };

  const find = (codec: Codec, payload: Octets): Attempt | OpenRefusal => {
    sweep();
    if (payload.length === 0) return 'empty';
    if (payload.length > MEDIA_LIMITS.frameOctets + 64) return 'too-large';
    const parts = splitClear(codec, payload);
    const frame = parts && readSFrame(parts.sealed);
    if (!frame || frame.counter >= BigInt(MEDIA_LIMITS.framesPerKey)) return 'malformed';
    const name = readKeyId(frame.kid);
    const keys = name && senders.get(name.sender)?.find((one) => numberOf(one) === name.generation);
    const slot = name && keys?.find(name.step, name.stream);
    if (!name || !keys || !slot) return 'unknown-key';
    const seen = slot.window.look(Number(frame.counter));
    return seen === 'new' ? { name, keys, slot, frame, metadata: metadata(name.stream, codec, parts.clear) } : seen;
  };
  const conclude = ({ name, keys, slot, frame }: Attempt, plain: Octets | undefined): Opened => {
    if (plain === undefined) return refused('tampered');
    // Meanwhile the same frame may have come again, or the key may be over.
    if (keys.find(name.step, name.stream) !== slot) return refused('unknown-key');
    const seen = slot.window.accept(Number(frame.counter));
    if (seen !== 'new') return refused(seen);
    keys.reach(name.step, now());
    for (const older of senders.get(name.sender) ?? []) {
      if (older.generation < keys.generation) older.endAt(now() + MEDIA_LIMITS.overlapMs);
    }
    return { kind: 'opened', frame: plain, from: { ...name, generation: keys.generation } };
  };

  return {
    learn(from, announcement) {
      sweep();
      const { sender, keys } = announcement;
      const ours = announcement.suite === suite.id && equalBytes(announcement.call, call) && sender === from;
      if (!ours || sender === place || sender >= MEDIA_LIMITS.senders) return refused('foreign');
      if (keys.some(({ generation }, at) => at > 0 && generation <= (keys[at - 1]?.generation ?? 0))) {
        return refused('conflict');
      }
      const known = senders.get(sender) ?? [];
      const judged = keys.map((key) => ({ key, as: judge(known, key) }));
      for (const { as } of judged) if (as === 'stale' || as === 'conflict') return refused(as);
      for (const { key, as } of judged) if (as === 'new') add(sender, key);
      return { kind: 'learned', generation: Math.max(...keys.map(({ generation }) => generation)) };
    },
    forget: (sender) => keep(sender, []),
    async open(codec, payload) {
      const attempt = find(codec, payload);
      if (typeof attempt === 'string') return refused(attempt);
      return conclude(attempt, await openSFrame(attempt.slot.cipher, attempt.frame, attempt.metadata));
    },
    openNow(codec, payload) {
      const attempt = find(codec, payload);
      if (typeof attempt === 'string') return refused(attempt);
      return conclude(attempt, openSFrameNow(attempt.slot.cipher, attempt.frame, attempt.metadata));
    },
    sweep,
    state: () => [...senders].map(([sender, list]) => ({ sender, generations: list.map((one) => one.state()) })),
    close() {
      for (const sender of [...senders.keys()]) keep(sender, []);
    },
  };
}
