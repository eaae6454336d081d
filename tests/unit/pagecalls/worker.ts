import type { KeyOrder } from '../../../lib/bus/calls-protocol';
import type { CallPlace } from '../../../lib/core/calls';
import { fromHex } from '../../../lib/core/wire/hex';
import type { DeviceId } from '../../../lib/core/wire/ids';
import type { Random } from '../../../lib/media/octets';
import { createReceiver, type Receiver } from '../../../lib/media/receiver';
import { createSender, type Sender, type ToAnnounce } from '../../../lib/media/sender';
import { readAnnouncement, writeAnnouncement } from '../../../lib/media/sender-key';
import { AES_256_GCM_SHA512_128 } from '../../../lib/media/suites';

type Ports = {
  announce(sent: { readonly to: DeviceId; readonly generation: number; readonly announcement: Uint8Array }): void;
  took(sent: { readonly place: CallPlace; readonly generation: number }): void;
  readonly random: Random;
  readonly now: () => number;
};

/** The keys of one call, as a worker beside the frames has them: the real sender and receiver of lib/media. */
export type Worker = {
  readonly call: string;
  readonly sender: Sender;
  readonly receiver: Receiver;
  /** What is not for a worker that has begun is false. */
  follow(order: Exclude<KeyOrder, { readonly order: 'begin' }>): Promise<void>;
  tick(): void;
};

export function beginWorker(order: KeyOrder & { readonly order: 'begin' }, ports: Ports): Worker {
  const { random, now } = ports;
  const { place, members, generation } = order;
  const call = fromHex(order.call);
  const sender = createSender({ suite: AES_256_GCM_SHA512_128, call, place, members, generation, random, now });
  const receiver = createReceiver({ suite: AES_256_GCM_SHA512_128, call, place, now });
  const tell = (list: readonly ToAnnounce[]): void => {
    for (const { to, announcement } of list) {
      const highest = Math.max(...announcement.keys.map((key) => key.generation));
      ports.announce({ to, generation: highest, announcement: writeAnnouncement(announcement).slice() });
    }
  };
  tell(sender.announce());
  return {
    call: order.call,
    sender,
    receiver,
    async follow(next) {
      if (next.order === 'admit') tell(sender.admit(next.device));
      else if (next.order === 'evict') tell(sender.evict(next.device));
      else if (next.order === 'forget') receiver.forget(next.place);
      else if (next.order === 'acknowledge') sender.acknowledge(next.device, next.generation);
      else if (next.order === 'learn') {
        const announcement = readAnnouncement(new Uint8Array(await next.announcement.arrayBuffer()));
        const learned = announcement && receiver.learn(next.place, announcement);
        if (learned?.kind === 'learned') ports.took({ place: next.place, generation: learned.generation });
      }
    },
    tick() {
      receiver.sweep();
      if (sender.state().renewalDue) tell(sender.renew());
    },
  };
}
