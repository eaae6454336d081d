import { startScan } from '../page/scan';
import { holds, parentOf } from '../sites/chats/deep';
import { isWhole, maySeal, type ReadSealed, readSealed } from './read-sealed';

/** An element of the page that holds a sealed text, and as little else as possible. */
export type SealedText = { readonly element: HTMLElement; readonly read: ReadSealed };

export type SealedTextsPorts = {
  /** A sealed text appeared, or is another one now. */
  readonly onFound: (found: SealedText) => void;
  /** Every change of the page, before anything of it is drawn. */
  readonly onRecords: (records: readonly MutationRecord[]) => void;
};

/** A page puts links, marks and breaks into a long text: so many elements above its first piece hold it whole. */
const CLIMB = 4;
/** Characters of an element that is looked into: a list of messages is longer than a message. */
const LONGEST = 120_000;
const WRITTEN_IN = 'textarea, [contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]';

/** Looks at every text of a page, as it comes and as it changes, for sealed ones. */
export function watchSealedTexts(page: Document, { onFound, onRecords }: SealedTextsPorts) {
  const known = new Map<HTMLElement, SealedText>();
  const look = (text: Text): boolean => {
    if (!maySeal(text.data)) return true;
    const found = sealedAround(text);
    if (found === undefined) return true;
    known.set(found.element, found);
    onFound(found);
    return true;
  };
  const stop = startScan(page, { look, alsoChanged: true, fromEnd: true, onRecords });
  return {
    /** All within an element that are still in the page. */
    within(key: HTMLElement): readonly SealedText[] {
      for (const element of known.keys()) if (!element.isConnected) known.delete(element);
      return [...known.values()].filter(({ element }) => holds(key, element));
    },
    stop,
  };
}

/** The smallest element around this piece of text that holds something sealed whole; where none does, what is spoilt. */
export function sealedAround(text: Text): SealedText | undefined {
  let spoilt: SealedText | undefined;
  let element = parentOf(text);
  if (element?.closest(WRITTEN_IN) !== null) return undefined;
  for (let step = 0; step < CLIMB && element !== undefined && element !== element.ownerDocument.body; step++) {
    const words = element.textContent ?? '';
    if (words.length > LONGEST) break;
    const read = readSealed(words);
    if (read !== undefined && isWhole(read)) return { element, read };
    if (read !== undefined) spoilt ??= { element, read };
    element = parentOf(element);
  }
  return spoilt;
}
