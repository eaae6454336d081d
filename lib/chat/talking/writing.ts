import type { ChatMessage, Validity } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { MessageId } from '../../core/wire/ids';
import type { Entry } from '../book';
import { TEXT_OCTETS } from '../content';
import type { FileRecord, MessageContent, MessageRecord } from '../records';
import type { Talking } from '../seams';
import { contentOf } from './content-of';
import { previewOf, withLast } from './lines';
import type { TalkingParts } from './parts';
import type { Sealing } from './seal';
import { hasSession, inStep, type Step } from './step';
import type { View } from './view';

type WritingParts = TalkingParts & {
  readonly sealing: Sealing;
  readonly view: View;
  /** A message of mine is kept. */
  readonly onWritten: (id: Entry['record']['id']) => void;
  /** Messages with a file whose line is about to be written. */
  readonly underWay: Set<MessageId>;
};

/** What I write. */
export function createWriting(parts: WritingParts): Pick<Talking, 'send' | 'sendFile' | 'sendAgain'> {
  const { book, outbox, meeting, files, now, announce, sealing, view } = parts;

  async function requireWritable(entry: Entry): Promise<void> {
    if (!(await meeting.status(entry)).writable) throw new AppError('chat/not-writable');
  }

  /** Sealed now where that is possible; else as soon as it is. */
  function queue(step: Step, entry: Entry, line: MessageRecord): Entry {
    step.putMessage(line);
    const content = contentOf(line);
    if (content !== undefined && hasSession(entry)) {
      return sealing.put(step, sealing.receipts(step, entry), content, line.id);
    }
    step.out(outbox.hold(line.conversation, line.id));
    return entry;
  }

  async function write(
    step: Step,
    entry: Entry,
    id: MessageId,
    body: { readonly kind: 'text'; readonly text: string } | FileRecord,
    validity: Validity | undefined,
  ): Promise<MessageRecord> {
    const conversation = entry.record.id;
    const line: MessageRecord = {
      conversation,
      place: await step.place(conversation),
      id,
      mine: true,
      state: 'sending',
      writtenAt: now(),
      ...(validity === undefined ? {} : { validity }),
      ...(body.kind === 'file' ? { file: body.file } : {}),
      content: { at: now(), body },
    };
    const next = queue(step, entry, line);
    step.put(withLast(next, now(), previewOf(body.kind === 'text' ? body.text : body.name, validity)));
    return line;
  }

  /** A file that the relay does not keep any more is uploaded anew. */
  function fresh(content: MessageContent): MessageContent {
    if (content.body.kind !== 'file' || (content.body.expires ?? 0) > now()) return content;
    const { attachment: _, expires: __, ...body } = content.body;
    return { ...content, body };
  }

  async function sent(line: MessageRecord): Promise<ChatMessage> {
    parts.onWritten(line.conversation);
    outbox.flush();
    announce('chat');
    return view(line);
  }

  return {
    async send(id, message) {
      const text = message.text.toWellFormed();
      if (new TextEncoder().encode(text).length > TEXT_OCTETS) throw new AppError('chat/too-long');
      const line = await inStep(parts, async (step) => {
        const entry = await step.entry(id);
        const [known, { writable }] = await Promise.all([book.message(id, message.id), meeting.status(entry)]);
        if (known !== undefined) return known;
        if (!writable) throw new AppError('chat/not-writable');
        const drafted = { ...entry, record: { ...entry.record, draft: '' } };
        return write(step, drafted, message.id, { kind: 'text', text }, message.validity);
      });
      return sent(line);
    },

    async sendFile(id, file, work) {
      const known = await book.message(id, file.id);
      if (known !== undefined) return view(known);
      await requireWritable(await book.entry(id));
      const { name, mediaType, content, keepMetadata, validity } = file;
      parts.underWay.add(file.id);
      try {
        const sealed = await files.seal(
          { conversation: id, message: file.id, name, mediaType, content, keepMetadata },
          work,
        );
        const line = await inStep(parts, async (step) => {
          const entry = await step.entry(id);
          return (await book.message(id, file.id)) ?? write(step, entry, file.id, sealed, validity);
        });
        // Asked for twice at once: the other one's file is in the line, and this one is nobody's.
        if (line.file === sealed.file) files.upload(sealed.file);
        else await files.remove(sealed.file);
        return await sent(line);
      } finally {
        parts.underWay.delete(file.id);
      }
    },

    async sendAgain(id, message) {
      const line = await inStep(parts, async (step) => {
        const entry = await step.entry(id);
        const found = await book.message(id, message);
        if (!found?.mine || found.content === undefined) return undefined;
        const { body } = found.content;
        if (found.state === 'sending' && body.kind === 'file') return found;
        if (found.state !== 'error') return undefined;
        await requireWritable(entry);
        step.unqueue((await outbox.ofMessage(message)).map((row) => row.id));
        const { problem: _, content, ...rest } = found;
        const again: MessageRecord = { ...rest, state: 'sending', writtenAt: now(), content: fresh(content) };
        step.put(queue(step, entry, again));
        return again;
      });
      if (line?.content?.body.kind === 'file' && line.content.body.attachment === undefined) {
        files.upload(line.content.body.file);
      }
      outbox.flush();
      announce('chat');
    },
  };
}
