/** The first letters of a name, where there is no picture. */
export function PersonMark({ name }: { readonly name: string }) {
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase();
  return (
    <span class="talk-mark" aria-hidden="true">
      {letters}
    </span>
  );
}
