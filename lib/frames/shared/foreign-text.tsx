import { neutralise } from '../../core/display-text';

/** A name, address or subject that somebody else wrote: one line, nothing unseen, its direction kept to itself. [req 24] */
export function ForeignText({ text, length }: { text: string; length?: number }) {
  return <bdi>{length === undefined ? neutralise(text) : neutralise(text, length)}</bdi>;
}
