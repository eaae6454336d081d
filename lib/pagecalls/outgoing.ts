import { type AppError, toErrorCode } from '../core/errors';
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

  const flush = async (): Promise<boolean> => {
    const { outgoing } = await book.read();
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
    if (done.size > 0) {
      await book.change((change) => {
        change.quiet = closed.size === 0;
        const { world } = change;
        world.outgoing = world.outgoing.filter(({ id }) => !done.has(id));
        for (const tab of world.tabs) {
          const { call } = tab;
          if (call === undefined) continue;
          for (const member of present(call)) {
            if (member.channel && closed.has(member.channel.conversation)) unbind(context, { tab, call, member });
          }
        }
      });
    }
    return outgoing.length > done.size;
  };

  return (): Promise<boolean> => serial(flush);
}
