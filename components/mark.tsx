/** The mark: two facing arcs with a small gap, like a hand before a mouth. Drawn in the ink around it. */
export function Mark({ size = 20, label }: { readonly size?: number; readonly label?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      stroke-width="4"
      stroke-linecap="round"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d="M13 4.5A12 12 0 0 0 13 27.5" />
      <path d="M20 9.5A7.5 7.5 0 0 1 20 22.5" />
    </svg>
  );
}
