import type { ConversationId } from '../core/chat';
import { AppError, toErrorCode } from '../core/errors';
import { createSerial } from '../core/serial';
import { readCallMessage } from '../core/wire/call-message';
import { fromHex } from '../core/wire/hex';
import type { Book } from './book';
import type { Context } from './context';
import { PAGE_CALL_LIMITS } from './limits';
import { unbind } from './seats';
import { present } from './state';

type Code = AppError['code'];
/** Then it goes out later, in its order. */
const LATER: readonly Code[] = ['vault/locked'];

/** Gives what is to go out to the channels, in order, each once. Answers whether something is left. */
export function createOutgoing(context: Context, book: Book) {
  const { ports } = context;
  const serial = createSerial();

  /** Those whose channel is closed now: whatever could not be said in it before. */
  const refuse = async (refused: readonly ConversationId[]): Promise<readonly ConversationId[]> => {
    const shut: ConversationId[] = [];
    for (const conversation of refused) {
      const code = await ports.lines.compared(conversation, false).then(() => undefined, toErrorCode);
      if (code === undefined || code === 'call/not-open') shut.push(conversation);
      else if (!LATER.includes(code)) ports.onFailure(new AppError(code));
    }
    return shut;
  };

  const flush = async (): Promise<boolean> => {
    const { outgoing, refused } = await book.read();
    const done = new Set<string>();
    const closed = new Set<string>();
    const waiting = new Set<string>();
    let isLocked = false;
    for (const { id, conversation, message, at } of outgoing) {
      const isOld = ports.now() - at > PAGE_CALL_LIMITS.outgoingMs;
      const content = readCallMessage(fromHex(message));
      if (isOld || content === undefined || closed.has(conversation)) done.add(id);
      else if (!isLocked && !waiting.has(conversation)) {
        const code = await ports.lines.send(conversation, id, content).then(() => undefined, toErrorCode);
        if (code === undefined) done.add(id);
        else if (LATER.includes(code)) isLocked = true;
        else if (code === 'call/not-open') closed.add(conversation);
        else waiting.add(conversation);
        if (code === 'call/not-open') done.add(id);
      }
    }
    const shut = await refuse(refused);
    if (done.size > 0 || shut.length > 0) {
      await book.change((change) => {
        change.quiet = closed.size === 0;
        const { world } = change;
        world.outgoing = world.outgoing.filter(({ id }) => !done.has(id));
        world.refused = world.refused.filter((conversation) => !shut.includes(conversation));
        for (const tab of world.tabs) {
          const { call } = tab;
          if (call === undefined) continue;
          for (const member of present(call)) {
            if (member.channel && closed.has(member.channel.conversation)) unbind(context, { tab, call, member });
          }
        }
      });
    }
    return outgoing.length > done.size || refused.length > shut.length;
  };

  return (): Promise<boolean> => serial(flush);
}
