import { AppError } from '../core/errors';
import { readCallMessage } from '../core/wire/call-message';
import { fromHex } from '../core/wire/hex';
import type { CallLog } from './call-log';
import type { CallPorts } from './ports';
import type { Todo } from './state';

type Doing = Pick<CallPorts, 'lines' | 'window' | 'notify' | 'quiet'> & { readonly log: CallLog };

/** Does one thing; each may be done a second time without harm. Throws `vault/locked`, `chat/*`, `call/not-open`. */
export async function doTodo({ lines, window, notify, quiet, log }: Doing, todo: Todo): Promise<void> {
  switch (todo.act) {
    case 'send': {
      const message = readCallMessage(fromHex(todo.octets));
      if (message === undefined) throw new AppError('wire/malformed');
      return lines.send(todo.conversation, todo.id, message);
    }
    case 'refuse':
      return lines.compared(todo.conversation, false);
    case 'note': {
      const { name: _, ...line } = todo.line;
      await log.note(todo.line);
      return lines.note(line);
    }
    case 'open':
      return window.open(todo.id);
    case 'close':
      return window.close();
    case 'quiet':
      return quiet();
    case 'notify':
      return notify({ id: todo.id, kind: todo.kind, name: todo.name });
  }
}

/** What needs open keys waits for them; the rest does not. */
export const needsKeys = ({ act }: Todo): boolean => act === 'send' || act === 'refuse' || act === 'note';
