/** Once the page's markup is there: now, or when the browser says so. */
export function whenParsed(page: Document, signal: AbortSignal, run: () => void): void {
  if (page.readyState !== 'loading') run();
  else page.addEventListener('DOMContentLoaded', run, { once: true, signal });
}
