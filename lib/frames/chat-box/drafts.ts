import { type Autosave, createAutosave } from '../../core/autosave';
import { tidied } from '../../core/message-text';
import { type TalkPlace, WEBCHAT_LIMITS } from '../../core/webchat';
import type { FramePorts } from '../shared/ports';

const EVERY_MS = 500;

type Written = { readonly text: string; readonly kept: boolean };
const keyOf = ({ locator, account = '' }: TalkPlace): string => `${account}\n${locator}`;

/** What is being written, kept as it is written; by place, because the page may show another conversation at any moment. */
export type Drafts = {
  /** Another place, or the same one after a lock: what is to be shown in it. */
  begin(place: TalkPlace, kept: string): string;
  /** These words went out from there: they are no draft any more. */
  sent(place: TalkPlace, words: string): void;
  /** @param kept whether it may be stored: never for a conversation without trace */
  write(text: string, kept: boolean): void;
  /** Nothing of it stays in the store. */
  unkeep(): void;
  /** The keys are closed: what may not be stored is gone; the rest waits here, undrawn. */
  cover(): void;
  hurry(): void;
  stop(): void;
};

export function createDrafts({ ticket, call, now, later }: FramePorts): Drafts {
  let place = '';
  let shown: Pick<TalkPlace, 'locator'> = { locator: '' };
  let text = '';
  let autosave: Autosave | undefined;
  /** Written here and not yet said to be kept. In memory only. */
  const unkept = new Map<string, Written>();

  const start = (): Autosave => {
    const of = place;
    const { locator } = shown;
    return createAutosave({
      take: () => text,
      save: async (value) => {
        // Too long for the bus: it is kept here until it is shorter.
        if (value.length > WEBCHAT_LIMITS.textLength) return;
        await call('chatBox.saveDraft', { ticket, locator, text: value });
        if (unkept.get(of)?.text === value) unkept.delete(of);
      },
      now,
      later,
      everyMs: EVERY_MS,
      onState: () => undefined,
    });
  };

  return {
    begin(next, stored) {
      autosave?.stop();
      place = keyOf(next);
      shown = next;
      const unsaved = unkept.get(place);
      text = unsaved?.text ?? stored;
      autosave = start();
      if (unsaved?.kept === true) autosave.changed();
      return text;
    },
    sent(from, words) {
      const written = unkept.get(keyOf(from));
      if (written !== undefined && tidied(written.text) === words) unkept.delete(keyOf(from));
    },
    write(next, kept) {
      text = next;
      unkept.set(place, { text, kept });
      if (kept) autosave?.changed();
    },
    cover() {
      const flushed = autosave?.flush() ?? Promise.resolve();
      flushed.catch(() => undefined);
      for (const [of, { kept }] of unkept) if (!kept) unkept.delete(of);
      text = unkept.get(place)?.text ?? '';
    },
    unkeep() {
      autosave?.stop();
      // What was written before there was no trace is not to be found either.
      if (text !== '') call('chatBox.saveDraft', { ticket, locator: shown.locator, text: '' }).catch(() => undefined);
      unkept.set(place, { text, kept: false });
      autosave = start();
    },
    hurry: () => autosave?.hurry(),
    stop: () => autosave?.stop(),
  };
}
