/** The mark: two facing arcs with a small gap, like a hand before a mouth. A word always stands beside it. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      class="mark"
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      stroke-width="4"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <path d="M13 4.5A12 12 0 0 0 13 27.5" />
      <path d="M20 9.5A7.5 7.5 0 0 1 20 22.5" />
    </svg>
  );
}
