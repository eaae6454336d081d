/** Our frame in a page that has calls: it reaches the worker with keys, and shows nothing. */
export function startCallFrame(): void {
  document.documentElement.dataset['state'] = 'opening';
}
