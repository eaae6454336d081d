/** The mark: two facing arcs with a small gap, like a hand before a mouth. */
export function Mark() {
  return (
    <svg class="frame-mark" width="16" height="16" viewBox="0 0 16 16" role="img" aria-label="Sotto">
      <path
        d="M6.6 2.2a6 6 0 0 0 0 11.6M9.4 2.2a6 6 0 0 1 0 11.6"
        fill="none"
        stroke="currentColor"
        stroke-width="2.2"
        stroke-linecap="round"
      />
    </svg>
  );
}
