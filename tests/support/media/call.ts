import type { DeviceId } from '../../../lib/core/wire/ids';
import type { Octets } from '../../../lib/media/octets';
import { createReceiver, type Receiver } from '../../../lib/media/receiver';
import { createSender, type Sender, type ToAnnounce } from '../../../lib/media/sender';
import { AES_256_GCM_SHA512_128, type Suite } from '../../../lib/media/suites';
import { createRandom } from '../channel/random';

export const CALL: Uint8Array = Uint8Array.from({ length: 16 }, (_, at) => at + 1);

/** A clock that stands still until it is moved. */
export function createClock() {
  let time = 1_000_000;
  return {
    now: () => time,
    pass(ms: number) {
      time += ms;
    },
  };
}

export const deviceOf = (place: number): DeviceId => place.toString(16).padStart(32, '0') as DeviceId;
export const placeOf = (device: DeviceId): number => Number.parseInt(device, 16);

export type Participant = { readonly place: number; readonly sender: Sender; readonly receiver: Receiver };

type CallOptions = { readonly seed: string; readonly suite?: Suite; readonly call?: Uint8Array };

/** Participants of one call, and a channel between them that delivers at once. */
export function createCallWorld({ seed, suite = AES_256_GCM_SHA512_128, call = CALL }: CallOptions) {
  const clock = createClock();
  const random = createRandom(seed);

  const join = (place: number, members: readonly number[], generation = 0): Participant => ({
    place,
    sender: createSender({
      suite,
      call,
      place,
      members: members.map(deviceOf),
      generation,
      random,
      now: clock.now,
    }),
    receiver: createReceiver({ suite, call, place, now: clock.now }),
  });
  /** Takes announcements to those of `others` that are named, and their acknowledgements back. */
  const deliver = (from: Participant, told: readonly ToAnnounce[], others: readonly Participant[]) =>
    told.map(({ to, announcement }) => {
      const other = others.find(({ place }) => place === placeOf(to));
      const learned = other?.receiver.learn(from.place, announcement);
      if (learned?.kind === 'learned') from.sender.acknowledge(to, learned.generation);
      return learned;
    });
  /** Two people, of whom the second can open what the first seals. */
  const pair = () => {
    const [anna, bert] = [join(0, [1]), join(1, [0])];
    deliver(anna, anna.sender.announce(), [bert]);
    deliver(bert, bert.sender.announce(), [anna]);
    return { anna, bert };
  };
  return { clock, random, join, deliver, pair };
}

/** The octets of a frame that has to be sealed. */
export function sealed(sender: Sender, ...frame: Parameters<Sender['sealNow']>): Octets {
  const out = sender.sealNow(...frame);
  if (out.kind !== 'sealed') throw new Error(`not sealed: ${out.reason}`);
  return out.octets;
}
