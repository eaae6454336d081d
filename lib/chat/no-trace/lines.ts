import type { NoTraceView } from '../../core/chat';
import type { MessageId } from '../../core/wire/ids';

export type Line = NoTraceView['messages'][number];

/** The oldest lines go: whoever writes without end does not fill the memory. */
const MOST_LINES = 1_000;
const MOST_CHARACTERS = 2_000_000;

/** The messages of one conversation without trace, in memory alone. */
export type Lines = {
  find(id: MessageId): Line | undefined;
  /** At the end; one that is here keeps its place. */
  put(line: Line): void;
  /** Changes the state of a line that is in one of these states. */
  mark(id: MessageId, from: readonly Line['state'][], to: Line['state']): void;
  all(): readonly Line[];
  clear(): void;
};

export function createLines(): Lines {
  const lines = new Map<MessageId, Line>();
  let characters = 0;
  const drop = (line: Line | undefined): void => {
    if (line !== undefined && lines.delete(line.id)) characters -= line.text.length;
  };
  return {
    find: (id) => lines.get(id),
    put(line) {
      characters += line.text.length - (lines.get(line.id)?.text.length ?? 0);
      lines.set(line.id, line);
      while (lines.size > MOST_LINES || characters > MOST_CHARACTERS) drop(lines.values().next().value);
    },
    mark(id, from, to) {
      const line = lines.get(id);
      if (line?.mine === true && from.includes(line.state)) lines.set(id, { ...line, state: to });
    },
    all: () => [...lines.values()],
    clear() {
      lines.clear();
      characters = 0;
    },
  };
}
