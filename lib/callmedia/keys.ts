import type { CallId } from '../core/calls';
import { fromHex } from '../core/wire/hex';
import type { Random } from '../media/octets';
import { createReceiver, type Receiver } from '../media/receiver';
import { createSender, type Sender, type ToAnnounce } from '../media/sender';
import { readAnnouncement, writeAnnouncement } from '../media/sender-key';
import { AES_256_GCM_SHA512_128 } from '../media/suites';
import type { FromKeys, ToKeys } from './contract';

export type CallKeysPorts = {
  /** To our frame. */
  readonly say: (message: FromKeys, moved: readonly ArrayBuffer[]) => void;
  /** Who decodes has to begin anew: the next frame of each picture ought to be a key frame. */
  readonly onFresh: () => void;
  readonly random: Random;
  /** Milliseconds, of a clock that never goes back. */
  readonly now: () => number;
};

/** The keys of the one call of this page, as far as there is one. */
export type CallKeys = {
  take(message: ToKeys): void;
  sender(): Sender | undefined;
  receiver(): Receiver | undefined;
  call(): CallId | undefined;
  /** Somebody has my keys: what was sealed before that is opened by nobody. */
  isHeard(): boolean;
  /** Forgets keys that are over, and begins a generation before the steps are used up. */
  tick(): void;
};

type Current = {
  readonly id: CallId;
  readonly sender: Sender;
  readonly receiver: Receiver;
};

const suite = AES_256_GCM_SHA512_128;

/** Orders for a call that is not the current one change nothing: they are late, or never were ours. */
export function createCallKeys({ say, onFresh, random, now }: CallKeysPorts): CallKeys {
  let current: Current | undefined;
  let heard = false;
  /** The highest generation that was ever announced here, by call: it never comes again. */
  const announced = new Map<CallId, number>();

  const announce = (id: CallId, list: readonly ToAnnounce[]): void => {
    for (const { to, announcement } of list) {
      const generation = Math.max(...announcement.keys.map((key) => key.generation));
      announced.set(id, Math.max(announced.get(id) ?? 0, generation));
      const written = writeAnnouncement(announcement);
      // What is written lies in a larger buffer.
      const { buffer } = written.slice();
      for (const secret of [written, ...announcement.keys.map(({ key }) => key)]) secret.fill(0);
      say({ say: 'announce', call: id, to, generation, announcement: buffer }, [buffer]);
    }
  };
  const close = (): void => {
    current?.sender.close();
    current?.receiver.close();
    current = undefined;
  };
  const begin = ({ call: id, place, members, generation }: ToKeys & { readonly say: 'begin' }): void => {
    const fresh = Math.max(generation, (announced.get(id) ?? -1) + 1);
    close();
    heard = false;
    const call = fromHex(id);
    const sender = createSender({ suite, call, place, members, generation: fresh, random, now });
    current = { id, sender, receiver: createReceiver({ suite, call, place, now }) };
    announced.set(id, fresh);
    announce(id, sender.announce());
    onFresh();
  };
  const learn = ({ receiver }: Current, message: ToKeys & { readonly say: 'learn' }) => {
    const octets = new Uint8Array(message.announcement);
    const announcement = readAnnouncement(octets);
    octets.fill(0);
    const learned = announcement && receiver.learn(message.place, announcement);
    for (const { key } of announcement?.keys ?? []) key.fill(0);
    if (learned?.kind !== 'learned') return;
    const { call, place } = message;
    say({ say: 'took', call, place, generation: learned.generation }, []);
  };
  const follow = (known: Current, message: Exclude<ToKeys, { readonly say: 'begin' }>) => {
    switch (message.say) {
      case 'admit':
        announce(known.id, known.sender.admit(message.device));
        return onFresh();
      case 'evict':
        announce(known.id, known.sender.evict(message.device));
        return onFresh();
      case 'learn':
        return learn(known, message);
      case 'forget':
        return known.receiver.forget(message.place);
      case 'acknowledge':
        heard = true;
        return known.sender.acknowledge(message.device, message.generation);
      case 'end':
        return close();
    }
  };

  return {
    take(message) {
      if (message.say === 'begin') begin(message);
      else if (message.call === current?.id) follow(current, message);
    },
    sender: () => current?.sender,
    receiver: () => current?.receiver,
    call: () => current?.id,
    isHeard: () => heard,
    tick() {
      if (current === undefined) return;
      current.receiver.sweep();
      if (current.sender.state().renewalDue) announce(current.id, current.sender.renew());
    },
  };
}
