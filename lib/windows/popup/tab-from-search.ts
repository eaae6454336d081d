/** `?tab=ID`: the popup as a tab of its own (Firefox for Android). */
export function tabFromSearch(search: string): number | undefined {
  const text = new URLSearchParams(search).get('tab');
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
