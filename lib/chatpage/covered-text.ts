import { createLine, type Line, type LineContent, type LinePorts } from './line';
import { coverLine, type LineCover } from './line-cover';
import type { Loadable } from './near';
import type { ReadSealed } from './read-sealed';

/** One element with sealed words, and our frames over them as soon as they are wanted. */
export type CoveredText = Loadable & {
  /** The words that the frames stand for: over others they must not stand. */
  readonly words: string;
  readonly hasLines: boolean;
  /** See `Line`. */
  settle(): void;
  /** Puts back what the page threw away. */
  mend(): void;
  remove(): void;
};

/** `content` is empty where the message stands elsewhere: here is nothing to be seen then. */
export function createCoveredText(
  element: HTMLElement,
  { before, after }: ReadSealed,
  content: readonly LineContent[],
  ports: LinePorts & { readonly leans: (element: HTMLElement) => boolean | undefined },
): CoveredText {
  const { page } = ports;
  let lean: boolean | undefined;
  let cover: LineCover | undefined;
  let lines: readonly Line[] = [];
  let nodes: readonly Node[] = [];

  const stand = (): void => {
    if (cover !== undefined) return;
    const hint = lean === undefined ? {} : { mine: lean };
    lines = content.map((one) => createLine({ ...hint, ...one }, ports));
    nodes = [...wordsOf(page, before), ...lines.map((line) => line.element), ...wordsOf(page, after)];
    cover = coverLine(element);
    cover.show(nodes);
  };

  return {
    words: element.textContent ?? '',
    hasLines: content.length > 0,
    measure() {
      if (cover === undefined && content.some(({ mine }) => mine === undefined)) lean = ports.leans(element);
    },
    load() {
      stand();
      for (const line of lines) line.load();
    },
    release() {
      for (const line of lines) line.release();
    },
    isLoaded: () => lines.some((line) => line.isLoaded()),
    settle() {
      for (const line of lines) line.settle();
    },
    mend() {
      if (cover?.stands() === false) cover.show(nodes);
    },
    remove() {
      for (const line of lines) line.release();
      cover?.remove();
    },
  };
}

function wordsOf(page: Document, words: string): readonly Node[] {
  if (words === '') return [];
  const shown = page.createElement('span');
  shown.textContent = ` ${words} `;
  return [shown];
}
