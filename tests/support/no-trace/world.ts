import { randomFillSync } from 'node:crypto';
import type { NoTracePorts, NoTraceService } from '../../../lib/chat/no-trace/contract';
import { createNoTrace } from '../../../lib/chat/no-trace/create-no-trace';
import { type Frame, readFrame } from '../../../lib/chat/no-trace/frames';
import type { ConversationId, NoTraceView } from '../../../lib/core/chat';
import { type MessageId, toHex } from '../../../lib/core/wire/ids';
import { makeKey } from '../otr/people';
import { until } from '../wait';
import { createHandClock } from './hand-clock';

export const CONVERSATION = '00112233445566778899aabbccddeeff' as ConversationId;
export type Name = 'anna' | 'bert';

export type Side = {
  readonly name: Name;
  /** The one that lives now: another after `die`. */
  service: NoTraceService;
  /** Whether `signal` reaches the relay. */
  online: boolean;
  possible: boolean;
  notified: number;
  /** All randomness that was drawn, as the arrays that were given out. */
  readonly drawn: Uint8Array[];
  view(): Promise<NoTraceView>;
  /** Waits until the view is so. */
  becomes(what: string, is: (view: NoTraceView) => boolean): Promise<NoTraceView>;
  phase(phase: NoTraceView['phase']): Promise<NoTraceView>;
  /** Sends under a new id, and answers the id. */
  say(text: string): Promise<MessageId>;
  /** The background dies: all that it had in memory is gone. */
  die(): void;
};

export type OnWire = { readonly from: Name; readonly octets: Uint8Array };

/** Two people whose channel is open, and a relay that hands signals on, in order, and keeps none. */
export type NoTraceWorld = {
  readonly anna: Side;
  readonly bert: Side;
  /** Everything that was handed to the relay, in order. */
  readonly wire: OnWire[];
  /** What the relay does with one signal: none, one or several are handed on. By default, itself. */
  relay: (signal: OnWire) => readonly Uint8Array[];
  frames(from: Name): readonly Frame[];
  pass(ms: number): void;
  other(name: Name): Side;
};

export const drawId = (): MessageId => toHex(randomFillSync(new Uint8Array(16))) as MessageId;

/** By default the keys are made in a domain that the whole test file shares, which takes a millisecond. */
export function createNoTraceWorld(keys: NonNullable<NoTracePorts['makeKey']> = makeKey): NoTraceWorld {
  const clock = createHandClock();
  const wire: OnWire[] = [];

  const createSide = (name: Name): Side => {
    const born = (): NoTraceService => {
      const service: NoTraceService = createNoTrace({
        signal: async (conversation, octets) => {
          // A dead background says nothing more.
          if (!side.online || service !== side.service) return false;
          const signal = { from: name, octets: octets.slice() };
          wire.push(signal);
          for (const handed of world.relay(signal)) {
            setImmediate(() => void world.other(name).service.receive(conversation, handed.slice()));
          }
          return true;
        },
        possible: async () => side.possible,
        now: clock.now,
        random(octets) {
          const array = randomFillSync(new Uint8Array(octets));
          side.drawn.push(array);
          return array;
        },
        announce: () => undefined,
        notify: () => {
          side.notified += 1;
        },
        after: clock.after,
        makeKey: keys,
      });
      return service;
    };
    const side: Side = {
      name,
      online: true,
      possible: true,
      notified: 0,
      drawn: [],
      service: undefined as unknown as NoTraceService,
      view: () => side.service.view(CONVERSATION),
      async becomes(what, is) {
        const look = async () => {
          const view = await side.view();
          return is(view) && view;
        };
        return until(`${name}: ${what}`, look, { every: 2, within: 45_000 });
      },
      phase: (phase) => side.becomes(phase, (view) => view.phase === phase),
      async say(text) {
        const id = drawId();
        await side.service.send(CONVERSATION, { id, text });
        return id;
      },
      die() {
        side.service = born();
      },
    };
    side.service = born();
    return side;
  };

  const anna = createSide('anna');
  const bert = createSide('bert');
  const world: NoTraceWorld = {
    anna,
    bert,
    wire,
    relay: ({ octets }) => [octets],
    frames: (from) => wire.flatMap((signal) => (signal.from === from ? (readFrame(signal.octets) ?? []) : [])),
    pass: clock.pass,
    other: (name) => (name === 'anna' ? bert : anna),
  };
  return world;
}

/** Both agreed, and it is private on both sides. */
export async function privateWorld(): Promise<NoTraceWorld> {
  const world = createNoTraceWorld();
  await begin(world);
  return world;
}

export async function begin({ anna, bert }: NoTraceWorld): Promise<void> {
  await anna.service.ask(CONVERSATION);
  await bert.phase('asked');
  await bert.service.answer(CONVERSATION, true);
  await Promise.all([anna.phase('private'), bert.phase('private')]);
}

export const textsOf = (view: NoTraceView, mine: boolean): readonly string[] =>
  view.messages.flatMap((message) => (message.mine === mine ? [message.text] : []));

export const stateOf = (view: NoTraceView, id: MessageId): string | undefined =>
  view.messages.find((message) => message.id === id)?.state;
