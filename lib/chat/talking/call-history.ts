import { callLineWords, isMissedCall } from '../../core/call-line-words';
import type { CallLine } from '../../core/calls';
import type { CallBody } from '../../core/chat';
import type { MessageId } from '../../core/wire/ids';
import type { Entry } from '../book';
import type { MessageRecord } from '../records';
import { previewOf } from './lines';
import type { TalkingParts } from './parts';
import { inStep } from './step';

type Line = Omit<CallLine, 'name'>;

const bodyOf = ({ id, direction, video, why, seconds }: Line): CallBody => ({
  kind: 'call',
  call: id,
  direction,
  video,
  why,
  ...(seconds === undefined ? {} : { seconds }),
});

/** The call itself is the line's id: both are random, and the same on both sides. */
const lineIdOf = ({ id }: Line): MessageId => id as string as MessageId;

/** One line for each call in the history of its conversation. Missed ones count as unread until they were looked at. */
export function createCallHistory(parts: TalkingParts) {
  const { book, now } = parts;

  function counted({ record, ...rest }: Entry, before: MessageRecord | undefined, line: MessageRecord): Entry {
    const isUnread = (one: MessageRecord | undefined) => one?.counted === true && one.place > record.readUpTo;
    const unread = record.unread + Number(isUnread(line)) - Number(isUnread(before));
    return { ...rest, record: { ...record, unread: Math.max(0, unread) } };
  }

  return {
    async noteCall(call: Line): Promise<void> {
      const { conversation } = call;
      const isNews = await inStep(parts, async (step) => {
        const entry = await step.entry(conversation);
        const before = await book.message(conversation, lineIdOf(call));
        // Who calls names the call: one that is named like a message changes nothing of it.
        if (before !== undefined && before.content?.body.kind !== 'call') return false;
        const body = bodyOf(call);
        const isCounted = isMissedCall(call) && call.isNew;
        const isSame = JSON.stringify(before?.content?.body) === JSON.stringify(body);
        if (isSame && (before?.counted ?? false) === isCounted) return false;
        const line: MessageRecord = {
          conversation,
          place: before?.place ?? (await step.place(conversation)),
          id: lineIdOf(call),
          mine: call.direction === 'out',
          state: 'received',
          ...(isCounted ? { counted: true } : {}),
          content: { at: call.at, body },
        };
        step.putMessage(line);
        const next = counted(entry, before, line);
        const isLast = before === undefined || (await parts.rows.lastPlace(conversation)) === before.place;
        const preview = isLast ? { preview: previewOf(callLineWords(body), undefined) } : {};
        const lastAt =
          before === undefined ? Math.max(entry.record.lastAt, Math.min(call.at, now())) : next.record.lastAt;
        step.put({ ...next, record: { ...next.record, ...preview, lastAt } });
        return true;
      });
      if (isNews) parts.announce('chat');
    },
  };
}
