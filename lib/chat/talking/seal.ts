import { statusOf } from '../../channel/channel';
import { sealEmpty, sealMessage } from '../../channel/send';
import type { MessageId } from '../../core/wire/ids';
import type { Entry } from '../book';
import { type Content, writeContent } from '../content';
import type { OutboxRow } from '../rows';
import type { TalkingParts } from './parts';
import { requireChannel, type Step } from './step';

/** Ids that one receipt can name. */
const RECEIPT_IDS = 500;
/** Sessions of a channel in which something can be owed at once. */
const SESSIONS = 5;

export type Sealing = ReturnType<typeof createSealing>;

/** What goes out of an entry: the next state of its channel, and a row for the outbox. Always in a step. */
export function createSealing(parts: Pick<TalkingParts, 'outbox' | 'now' | 'random'>) {
  const { outbox } = parts;

  function seal(entry: Entry, content: Content, message?: MessageId, held?: OutboxRow) {
    const before = requireChannel(entry);
    const sealed = sealMessage(
      before,
      { content: writeContent(content), ...(message === undefined ? {} : { id: message }) },
      parts,
    );
    const { device, tags } = statusOf(before);
    // A line is looked for of what is a message; of a call there is none.
    const line = content.kind === 'call' ? undefined : message;
    const [tag] = tags;
    const out = outbox.row({
      conversation: entry.record.id,
      to: [device],
      payload: sealed.payload,
      ...(line === undefined ? {} : { message: line }),
      ...(content.kind === 'call' && tag !== undefined ? { passing: { tag, index: sealed.index } } : {}),
      ...(content.kind === 'receipt' ? { receipt: { opened: content.opened, read: content.read } } : {}),
      ...(held === undefined ? {} : { held }),
    });
    return { entry: { ...entry, channel: sealed.channel }, out };
  }

  function put(step: Step, sealed: { readonly entry: Entry; readonly out: OutboxRow }): Entry {
    step.put(sealed.entry);
    step.out(sealed.out);
    return sealed.entry;
  }

  return {
    seal,
    put: (step: Step, entry: Entry, content: Content, message?: MessageId, held?: OutboxRow): Entry =>
      put(step, seal(entry, content, message, held)),

    /** Tells them of their messages what they have not been told. */
    receipts(step: Step, entry: Entry): Entry {
      const owed = entry.record.owed;
      if (owed === undefined) return entry;
      const { owed: _, ...record } = entry.record;
      let next: Entry = { ...entry, record };
      for (let at = 0; at < Math.max(owed.opened.length, owed.read.length); at += RECEIPT_IDS) {
        const opened = owed.opened.slice(at, at + RECEIPT_IDS);
        const read = owed.read.slice(at, at + RECEIPT_IDS);
        next = put(step, seal(next, { kind: 'receipt', opened, read }));
      }
      step.put(next);
      return next;
    },

    /** The other waits for a half or a nonce. */
    owed(step: Step, entry: Entry): Entry {
      let next = entry;
      for (let count = 0; count < SESSIONS; count += 1) {
        const before = next.channel;
        if (before === undefined) return next;
        const { owes, device } = statusOf(before);
        if (!owes) return next;
        const { channel, payload } = sealEmpty(before, parts);
        const out = outbox.row({ conversation: next.record.id, to: [device], payload });
        next = put(step, { entry: { ...next, channel }, out });
      }
      return next;
    },
  };
}
