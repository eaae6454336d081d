import { statusOf } from '../../channel/channel';
import type { Order } from '../../channel/outcomes';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import { createSerial } from '../../core/serial';
import { atMost } from '../../core/timing';
import { readCallMessage } from '../../core/wire/call-message';
import { fromHex, type MessageId, toHex } from '../../core/wire/ids';
import type { Entry } from '../book';
import type { HeardCall } from '../records';
import type { TalkingParts } from './parts';
import type { Sealing } from './seal';
import { inStep, type Step } from './step';

/** Ids of mine that are kept, so that what is asked again goes out once. */
const SAID = 100;
/** Messages of one conversation that wait to be handed on; of more, the newest are let go. */
const WAITING = 500;
/** Who does not come to an end with one message in so long does not keep back what others say. */
const PATIENCE_MS = 20_000;

type Heard = {
  readonly id: MessageId;
  readonly order: Pick<Order, 'tag' | 'index'>;
  readonly octets: Uint8Array;
  readonly at: number | undefined;
};

/** A relay may turn around what comes together: the sender's order is the right one. */
function inOrder(waiting: readonly HeardCall[], heard: HeardCall): readonly HeardCall[] {
  const before = waiting.findIndex(({ tag, index }) => tag === heard.tag && index > heard.index);
  return before < 0 ? [...waiting, heard] : waiting.toSpliced(before, 0, heard);
}

/** What two devices say about calls: no line, no receipt. It goes out in its order, and is handed on in its order. */
export function createCalling(parts: TalkingParts & { readonly sealing: Sealing }) {
  const { book, meeting, outbox, sealing, onFailure } = parts;
  const oneByOne = createSerial();

  /** Both halves of the key are here, and the certificate behind it is accepted and can be used. */
  async function isOpen(entry: Entry): Promise<boolean> {
    const { channel, writable } = await meeting.status(entry);
    return channel === 'open' && writable;
  }

  /** Everything that waits of one conversation, if it may still be heard; in a step. */
  async function waitingIn(entry: Entry): Promise<readonly HeardCall[]> {
    const { channel, record } = entry;
    if (channel === undefined || !(await isOpen(entry))) return [];
    const { device } = statusOf(channel);
    return (record.heardCalls ?? []).filter((heard) => heard.device === device);
  }

  async function hand(conversation: ConversationId, { id, device, at, octets }: HeardCall): Promise<void> {
    const message = readCallMessage(fromHex(octets));
    if (message === undefined) return;
    try {
      await atMost(parts.onCall({ conversation, device, message: id }, message, at), PATIENCE_MS);
    } catch (error) {
      onFailure(error);
    }
  }

  /** It was handed on, or must not be: it does not wait any more. */
  const done = (conversation: ConversationId, gone: ReadonlySet<MessageId>): Promise<void> =>
    inStep(parts, async (step) => {
      const entry = (await step.entries()).find(({ record }) => record.id === conversation);
      if (entry === undefined) return;
      const { heardCalls = [], ...record } = entry.record;
      const left = heardCalls.filter(({ id }) => !gone.has(id));
      step.put({ ...entry, record: left.length === 0 ? record : { ...record, heardCalls: left } });
    });

  async function handAll(): Promise<void> {
    for (;;) {
      if ((await parts.vault.state()).phase !== 'unlocked') return;
      const found = await book.step(async () => {
        const entry = (await book.entries()).find(({ record }) => (record.heardCalls?.length ?? 0) > 0);
        if (entry === undefined) return undefined;
        const { id, heardCalls = [] } = entry.record;
        return { id, waiting: await waitingIn(entry), ids: heardCalls.map((heard) => heard.id) };
      });
      if (found === undefined) return;
      for (const heard of found.waiting) await hand(found.id, heard);
      await done(found.id, new Set(found.ids));
    }
  }

  const handOn = (): Promise<void> =>
    oneByOne(handAll).catch((error: unknown) => {
      // Locked in between: it goes on when keys are open again.
      if (!(error instanceof AppError && error.code.startsWith('vault/'))) onFailure(error);
    });

  return {
    /** What a background that died, or was locked, did not hand on. */
    handOn,

    /** One content that came: it waits in the record until this step is kept. What cannot be read is counted, and gone. */
    take(step: Step, entry: Entry, { id, order, octets, at }: Heard): Entry {
      const { channel, record } = entry;
      if (channel === undefined) return entry;
      const waiting = record.heardCalls ?? [];
      if (readCallMessage(octets) === undefined || waiting.length >= WAITING) {
        onFailure(new AppError('wire/malformed'));
        return entry;
      }
      step.after('calls', () => void handOn());
      const heard: HeardCall = {
        id,
        device: statusOf(channel).device,
        tag: order.tag,
        index: order.index,
        ...(at === undefined ? {} : { at }),
        octets: toHex(octets),
      };
      return { ...entry, record: { ...record, heardCalls: inOrder(waiting, heard) } };
    },

    async sendCall(id: ConversationId, message: MessageId, octets: Uint8Array): Promise<void> {
      await inStep(parts, async (step) => {
        const entry = await step.entry(id);
        const said = entry.record.saidOfCalls ?? [];
        if (said.includes(message)) return;
        if (!(await isOpen(entry))) throw new AppError('call/not-open');
        const next = sealing.put(step, entry, { kind: 'call', octets }, message);
        step.put({ ...next, record: { ...next.record, saidOfCalls: [...said, message].slice(-SAID) } });
      });
      outbox.flush();
    },
  };
}

export type Calling = ReturnType<typeof createCalling>;
