import type { ErrorCode } from '../../core/error-codes';
import type { MessageId } from '../../core/wire/ids';
import type { After } from './contract';

/** From what was handed over until they must have said that they read it. */
const ANSWER_MS = 10_000;

/** Texts of ours that they did not say they read, by their number. */
export type Unread = {
  /** The number of the next text; `message`: whose words are in it. */
  add(message: MessageId | undefined): number;
  /** The number of the newest text. */
  last(): number;
  fail(sequence: number, code: ErrorCode): void;
  /** Whether there was one; of a text that failed it is heard too. */
  read(sequence: number): { readonly message: MessageId | undefined } | undefined;
  clear(): void;
};

type Text = { readonly message: MessageId | undefined; readonly stop: () => void };

export function createUnread(
  after: After,
  onFailed: (message: MessageId | undefined, code: ErrorCode) => void,
): Unread {
  const texts = new Map<number, Text>();
  let last = 0;
  const fail = (sequence: number, code: ErrorCode): void => {
    const text = texts.get(sequence);
    if (text === undefined) return;
    text.stop();
    // An answer that comes late is true all the same; nobody waits for one to what has no words.
    if (text.message === undefined) texts.delete(sequence);
    onFailed(text.message, code);
  };
  return {
    add(message) {
      last += 1;
      const sequence = last;
      texts.set(sequence, { message, stop: after(ANSWER_MS, () => fail(sequence, 'otr/silent')) });
      return sequence;
    },
    last: () => last,
    fail,
    read(sequence) {
      const text = texts.get(sequence);
      text?.stop();
      texts.delete(sequence);
      return text && { message: text.message };
    },
    clear() {
      for (const { stop } of texts.values()) stop();
      texts.clear();
    },
  };
}
