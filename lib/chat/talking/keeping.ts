import { statusOf } from '../../channel/channel';
import { endSessions } from '../../channel/send';
import { callLineWords } from '../../core/call-line-words';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import { type MessageId, toHex } from '../../core/wire/ids';
import type { FileRecord } from '../records';
import type { Talking } from '../seams';
import { contentOf } from './content-of';
import { previewOf } from './lines';
import type { TalkingParts } from './parts';
import type { Sealing } from './seal';
import { inStep } from './step';

type KeepingParts = TalkingParts & {
  readonly sealing: Sealing;
  /** Messages with a file whose line is about to be written. */
  readonly underWay: ReadonlySet<MessageId>;
};
type Upload = Parameters<Talking['uploaded']>[0];

const PAGE = 200;

/** Files of messages, and what is taken back or deleted. */
export function createKeeping(parts: KeepingParts): Pick<Talking, 'cancel' | 'remove' | 'loadFile' | 'openFile'> & {
  /** False where it is too early. */
  uploaded(upload: Upload): Promise<boolean>;
} {
  const { book, rows, outbox, files, random, announce, sealing } = parts;

  async function fileOf(id: ConversationId, message: MessageId): Promise<FileRecord> {
    const body = (await book.message(id, message))?.content?.body;
    if (body?.kind !== 'file') throw new AppError('file/not-here');
    return body;
  }

  async function allFiles(id: ConversationId): Promise<readonly string[]> {
    const found: string[] = [];
    let before: number | undefined;
    for (;;) {
      const page = await rows.messages(id, before, PAGE);
      found.push(...page.flatMap(({ file }) => file ?? []));
      before = page.at(-1)?.place;
      if (page.length < PAGE) return found;
    }
  }

  /** What the list shows once this message is not there any more. */
  async function previewWithout(id: ConversationId, message: MessageId): Promise<string> {
    for (const { id: other } of await rows.messages(id, undefined, PAGE)) {
      const line = other === message ? undefined : await book.message(id, other);
      const body = line?.content?.body;
      if (line === undefined || body?.kind === 'note') continue;
      if (body === undefined) return '';
      return previewOf(
        body.kind === 'call' ? callLineWords(body) : body.kind === 'text' ? body.text : body.name,
        line.validity,
      );
    }
    return '';
  }

  return {
    async cancel(id, message) {
      const line = await rows.message(id, message);
      if (line === undefined) return;
      if (!line.mine) {
        if (line.file !== undefined) await files.cancel(line.file);
        return;
      }
      const file = await inStep(parts, async (step) => {
        const now = await step.line(id, message);
        const waiting = await outbox.ofMessage(message);
        // What was sent may be with the relay already: nobody can say that it is not.
        const isHere = waiting.length > 0 && waiting.every(({ state }) => state === 'queued');
        if (now === undefined || !(isHere || now.state === 'error')) return undefined;
        step.unqueue(waiting.map((row) => row.id));
        step.removeMessage(id, now.place);
        const entry = await step.entry(id);
        step.put({ ...entry, record: { ...entry.record, preview: await previewWithout(id, message) } });
        return now.file ?? 'none';
      });
      if (file !== undefined && file !== 'none') {
        await files.cancel(file);
        await files.remove(file);
      }
      announce('chat');
    },

    async remove(id) {
      const found = await allFiles(id);
      await inStep(parts, async (step) => {
        const { channel } = await step.entry(id);
        if (channel !== undefined) {
          const { payload } = endSessions(channel, parts);
          // It is of a conversation that is not here any more, and goes out all the same.
          const conversation = toHex(random(16)) as ConversationId;
          if (payload) step.out(outbox.row({ conversation, to: [statusOf(channel).device], payload }));
        }
        step.unqueue((await outbox.pending(id)).map((row) => row.id));
        step.removeConversation(id);
      });
      for (const file of found) await files.remove(file as FileRecord['file']);
      outbox.flush();
      announce('chat');
    },

    async loadFile(id, message) {
      await files.download(await fileOf(id, message), { conversation: id, message });
    },

    async openFile(id, message, work) {
      return files.open(await fileOf(id, message), work);
    },

    async uploaded({ file, conversation, message, attachment, expires }) {
      if (parts.underWay.has(message)) return false;
      const isKept = await inStep(parts, async (step) => {
        const line = await book.message(conversation, message);
        if (line?.content?.body.kind !== 'file' || line.content.body.file !== file) return false;
        if (line.content.body.attachment !== undefined) return true;
        const body = { ...line.content.body, attachment, expires };
        const ready = { ...line, content: { ...line.content, body } };
        step.putMessage(ready);
        const held = (await outbox.ofMessage(message)).find(({ to }) => to.length === 0);
        const entry = await step.entry(conversation);
        const content = contentOf(ready);
        const isOpen = entry.channel !== undefined && statusOf(entry.channel).state !== 'none';
        if (held === undefined || content === undefined || !isOpen) return true;
        if ((await parts.meeting.status(entry)).writable) sealing.put(step, entry, content, message, held);
        return true;
      });
      // A background that died before its line was written leaves a file that nobody asked for.
      await (isKept ? files.confirmUpload(file) : files.remove(file));
      outbox.flush();
      announce('chat');
      return true;
    },
  };
}
