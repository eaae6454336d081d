/** What stands in the place of a piece of a text: `start` up to `end`, in UTF-16 units. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** The text with these pieces replaced, and every other octet as it was. Pieces do not overlap; their order is any. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let at = 0;
  let edited = '';
  for (const edit of edits.toSorted((one, other) => one.start - other.start)) {
    edited += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return edited + text.slice(at);
}
