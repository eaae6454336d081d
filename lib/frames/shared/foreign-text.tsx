import { showForeign } from '../../core/show-foreign';

/** A name, address or subject that somebody else wrote: one line, nothing unseen, its direction kept to itself. [req 24] */
export function ForeignText({ text, length }: { text: string; length?: number }) {
  return <bdi>{showForeign(text, length)}</bdi>;
}
