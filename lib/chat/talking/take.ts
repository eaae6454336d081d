import type { Order } from '../../channel/outcomes';
import type { FileId } from '../../core/chat';
import { type MessageId, toHex } from '../../core/wire/ids';
import type { Entry } from '../book';
import { type Content, type FileContent, type Newer, readContent } from '../content';
import { neutralFile } from '../files/neutral-file';
import type { FileRecord, MessageRecord } from '../records';
import type { Calling } from './calling';
import type { createGaps } from './gaps';
import { noteLine, previewOf, withLast } from './lines';
import type { TalkingParts } from './parts';
import type { Step } from './step';

/** How far the sender's clock is believed. */
const AHEAD_MS = 5 * 60_000;
const BEHIND_MS = 7 * 24 * 3_600_000;

type Shown = Extract<Content, { kind: 'text' | 'file' }>;
type Arrived = { readonly id: MessageId; readonly order: Order; readonly at: number | undefined };

type TakeParts = TalkingParts & {
  readonly onGoneAt: (at: number) => void;
  readonly gaps: Pick<ReturnType<typeof createGaps>, 'withdraw'>;
  readonly calling: Pick<Calling, 'take'>;
};

/** What one content does to a conversation: the entry after it. */
export function createTake(parts: TakeParts) {
  const { now, random, outbox, onGoneAt, gaps, calling } = parts;

  const believed = (at: number): number => (at > now() + AHEAD_MS || at < now() - BEHIND_MS ? now() : at);
  const owing = ({ record, ...rest }: Entry, id: MessageId): Entry => {
    const owed = record.owed ?? { opened: [], read: [] };
    return { ...rest, record: { ...record, owed: { ...owed, opened: [...owed.opened, id] } } };
  };

  const fileOf = (content: FileContent): FileRecord => ({
    kind: 'file',
    file: toHex(random(16)) as FileId,
    ...neutralFile(content),
    octets: content.octets,
    sealedOctets: content.sealedOctets,
    key: toHex(content.key),
    attachment: content.attachment,
    expires: content.expires,
  });

  async function show(step: Step, entry: Entry, content: Shown, { id, order }: Arrived): Promise<Entry> {
    const conversation = entry.record.id;
    const { validity } = content;
    const body = content.kind === 'text' ? { kind: 'text' as const, text: content.text } : fileOf(content);
    const goneAt = validity?.from === 'arrival' ? now() + validity.ms : undefined;
    const message: MessageRecord = {
      conversation,
      place: await step.place(conversation),
      id,
      mine: false,
      state: 'received',
      writtenAt: now(),
      ...(validity === undefined ? {} : { validity }),
      ...(goneAt === undefined ? {} : { goneAt }),
      ...(body.kind === 'file' ? { file: body.file } : {}),
      content: { at: believed(content.at), body, ...(order.late ? { late: true } : {}) },
    };
    step.putMessage(message);
    if (goneAt !== undefined) step.after(`gone ${id}`, () => onGoneAt(goneAt));
    const preview = previewOf(body.kind === 'text' ? body.text : body.name, validity);
    return withLast(owing(entry, id), now(), preview, 1);
  }

  /** A kind that this program does not know: said once, so that it is not asked for again. */
  async function sayNewer(step: Step, entry: Entry, id: MessageId): Promise<Entry> {
    const { id: conversation } = entry.record;
    const line = noteLine(parts, conversation, await step.place(conversation), 'newer-version', { id });
    step.putMessage({ ...line, writtenAt: now() });
    return owing(entry, id);
  }

  async function takeReceipt(step: Step, entry: Entry, receipt: Extract<Content, { kind: 'receipt' }>): Promise<void> {
    const read = new Set(receipt.read);
    for (const id of new Set([...receipt.opened, ...receipt.read])) {
      const line = await step.line(entry.record.id, id);
      if (line === undefined || !line.mine) continue;
      // Said again: nothing new, unless it was read meanwhile.
      if (line.opened && line.state === 'delivered' && !read.has(id)) continue;
      const { problem: _, validity, goneAt, ...rest } = line;
      const begins =
        validity !== undefined &&
        goneAt === undefined &&
        line.sealed !== undefined &&
        (validity.from === 'arrival' || read.has(id));
      const end = begins ? now() + validity.ms : goneAt;
      step.putLine({
        ...rest,
        state: 'delivered',
        opened: true,
        ...(validity === undefined ? {} : { validity }),
        ...(end === undefined ? {} : { goneAt: end }),
      });
      if (begins && end !== undefined) step.after(`gone ${id}`, () => onGoneAt(end));
      step.unqueue((await outbox.ofMessage(id)).map((row) => row.id));
    }
  }

  function read(octets: Uint8Array): Content | Newer {
    try {
      return readContent(octets);
    } catch {
      // It came whole from who wrote it: a program that writes otherwise than this one reads.
      return { kind: 'newer' };
    }
  }

  return async function take(step: Step, entry: Entry, octets: Uint8Array, arrived: Arrived): Promise<Entry> {
    const content = read(octets);
    if (content.kind === 'receipt') {
      await takeReceipt(step, entry, content);
      return entry;
    }
    if (content.kind === 'call') return calling.take(step, entry, { ...arrived, octets: content.octets });
    if (content.kind === 'withdrawn') return gaps.withdraw(entry, arrived.order.tag, content.indices);
    if (content.kind === 'hello') {
      const { signalKey, typing, noTrace } = content;
      const record = {
        ...entry.record,
        theirSignalKey: toHex(signalKey),
        theirTyping: typing,
        theirNoTrace: noTrace,
      };
      return { ...entry, record };
    }
    const known = await step.line(entry.record.id, arrived.id);
    // Sent again because I did not say, or they did not hear, that it is here.
    if (known !== undefined) return known.mine ? entry : owing(entry, arrived.id);
    return content.kind === 'newer' ? sayNewer(step, entry, arrived.id) : show(step, entry, content, arrived);
  };
}
