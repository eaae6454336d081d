import type { ChatMessage, MessageBody } from '../../core/chat';
import { isErrorCode } from '../../core/errors';
import type { MessageRecord } from '../records';
import type { TalkingParts } from './parts';

/** A line as windows draw it. */
export function createView({ files }: Pick<TalkingParts, 'files'>) {
  async function bodyOf({ content }: MessageRecord): Promise<MessageBody> {
    if (content === undefined) return { kind: 'gone' };
    const { body } = content;
    if (body.kind !== 'file') return body;
    const { kind, file, name, mediaType, octets } = body;
    return { kind, file, name, mediaType, octets, transfer: await files.transfer(body) };
  }

  return async function view(line: MessageRecord): Promise<ChatMessage> {
    const { id, conversation, place, mine, problem, validity, goneAt, content } = line;
    const body = await bodyOf(line);
    // A file that does not reach the relay keeps its message here.
    const failed = mine && line.state === 'sending' && body.kind === 'file' && body.transfer.state === 'failed';
    const code = failed ? body.transfer.code : problem;
    return {
      id,
      conversation,
      place,
      mine,
      at: content?.at ?? line.writtenAt ?? 0,
      body,
      state: failed ? 'error' : line.state,
      ...(isErrorCode(code) ? { problem: code } : {}),
      ...(validity === undefined ? {} : { validity }),
      ...(goneAt === undefined ? {} : { goneAt }),
      late: content?.late ?? false,
    };
  };
}

export type View = ReturnType<typeof createView>;
