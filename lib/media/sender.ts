import type { DeviceId } from '../core/wire/ids';
import { type Codec, clearFor } from './clear-octets';
import type { Stream } from './key-id';
import { MEDIA_LIMITS } from './limits';
import { createMetadata } from './metadata';
import { join, type Octets, type Random } from './octets';
import { type Announcement, BASE_KEY_OCTETS } from './sender-key';
import { createSendingKeys, type SendingKeys } from './sending-keys';
import { sealSFrame, sealSFrameNow } from './sframe';
import type { Suite } from './suites';

export type SealRefusal =
  /** The sender was closed: the call is over. */
  | 'closed'
  /** Not a frame of this codec. */
  | 'malformed'
  | 'too-large'
  /** Counters and steps are used up: a new generation has to come first. */
  | 'exhausted';
export type Sealed =
  | { readonly kind: 'sealed'; readonly octets: Octets }
  | { readonly kind: 'refused'; readonly reason: SealRefusal };

/** For the secure channel with this device. */
export type ToAnnounce = { readonly to: DeviceId; readonly announcement: Announcement };

export type SenderOptions = {
  readonly suite: Suite;
  /** Octets of the call's id. */
  readonly call: Uint8Array;
  /** My place in the call, 0 to 15, which nobody else has. */
  readonly place: number;
  /** Devices that are in the call, without mine. */
  readonly members: readonly DeviceId[];
  /** One more than the last one that was announced, where this call had a sender of mine before. */
  readonly generation?: number;
  random: Random;
  /** Milliseconds, of a clock that never goes back. */
  now(): number;
};

export type SenderState = {
  readonly generation: number;
  readonly step: number;
  /** Who has not acknowledged the next generation, where there is one. */
  readonly waiting: readonly DeviceId[] | undefined;
  /** A new generation ought to be begun, before the steps are used up. */
  readonly renewalDue: boolean;
};

/**
 * My keys in one call, and the sealing of my frames. It lives in one place, beside the frames: a second one with the
 * same keys would use counters twice. What is lost with a worker is lost; the next one begins a new generation.
 */
export type Sender = {
  /** For those who are in the call already: at its beginning, or where an announcement was lost. */
  announce(): readonly ToAnnounce[];
  /** A newcomer: one ratchet step, so that nothing before is opened by the key that the newcomer gets. */
  admit(device: DeviceId): readonly ToAnnounce[];
  /** Somebody left: new random keys for all others, used when all have acknowledged or after 2 s. */
  evict(device: DeviceId): readonly ToAnnounce[];
  /** The same with nobody leaving. */
  renew(): readonly ToAnnounce[];
  acknowledge(device: DeviceId, generation: number): void;
  seal(stream: Stream, codec: Codec, frame: Octets): Promise<Sealed>;
  sealNow(stream: Stream, codec: Codec, frame: Octets): Sealed;
  state(): SenderState;
  close(): void;
};

type Pending = { readonly keys: SendingKeys; readonly due: number; readonly waiting: Set<DeviceId> };

export function createSender(options: SenderOptions): Sender {
  const { suite, call, place, random, now } = options;
  const metadata = createMetadata(call);
  const members = new Set(options.members);
  const draw = (generation: number): SendingKeys =>
    createSendingKeys(suite, place, generation, random(BASE_KEY_OCTETS).slice());
  let current = draw(options.generation ?? 0);
  let pending: Pending | undefined;
  let closed = false;

  const settle = (): void => {
    if (!pending || (pending.waiting.size > 0 && now() < pending.due)) return;
    current.wipe();
    current = pending.keys;
    pending = undefined;
  };
  const tell = (to: DeviceId, ...keys: readonly SendingKeys[]): ToAnnounce => ({
    to,
    announcement: { suite: suite.id, call, sender: place, keys: keys.map((one) => one.announce()) },
  });
  const tellAll = (to: DeviceId): ToAnnounce => (pending ? tell(to, current, pending.keys) : tell(to, current));
  const renew = (): readonly ToAnnounce[] => {
    if (closed) return [];
    settle();
    const keys = draw((pending?.keys.generation ?? current.generation) + 1);
    // Who left first is shut out in time, even where others leave after.
    const due = Math.min(pending?.due ?? Number.POSITIVE_INFINITY, now() + MEDIA_LIMITS.switchMs);
    pending?.keys.wipe();
    pending = { keys, due, waiting: new Set(members) };
    return [...members].map((to) => tell(to, keys));
  };

  const prepare = (stream: Stream, codec: Codec, frame: Octets) => {
    if (closed) return 'closed';
    if (frame.length > MEDIA_LIMITS.frameOctets) return 'too-large';
    const clear = clearFor(codec, frame);
    if (clear === undefined) return 'malformed';
    settle();
    const turn = current.take(stream);
    return turn === undefined ? 'exhausted' : { clear, turn, metadata: metadata(stream, codec, clear) };
  };

  return {
    announce: () => [...members].map(tellAll),
    admit(device) {
      if (closed) return [];
      settle();
      members.add(device);
      if (!current.advance()) return renew();
      pending?.waiting.add(device);
      return [tellAll(device)];
    },
    evict(device) {
      members.delete(device);
      return renew();
    },
    renew,
    acknowledge(device, generation) {
      if (pending?.keys.generation === generation) pending.waiting.delete(device);
    },
    async seal(stream, codec, frame) {
      const ready = prepare(stream, codec, frame);
      if (typeof ready === 'string') return { kind: 'refused', reason: ready };
      return { kind: 'sealed', octets: join(ready.clear, await sealSFrame(ready.turn, ready.metadata, frame)) };
    },
    sealNow(stream, codec, frame) {
      const ready = prepare(stream, codec, frame);
      if (typeof ready === 'string') return { kind: 'refused', reason: ready };
      return { kind: 'sealed', octets: join(ready.clear, sealSFrameNow(ready.turn, ready.metadata, frame)) };
    },
    state: () => ({
      generation: current.generation,
      step: current.step(),
      waiting: pending && [...pending.waiting],
      renewalDue: pending === undefined && current.step() >= MEDIA_LIMITS.renewStep,
    }),
    close() {
      closed = true;
      current.wipe();
      pending?.keys.wipe();
      pending = undefined;
      members.clear();
    },
  };
}
