/** Milliseconds from a change to the look at it: later changes do not postpone it. */
const WAIT_MS = 80;
/** What changes without a trace in the document (a style sheet, a size) is seen by then. */
const EVERY_MS = 1_000;
const TELLING = ['class', 'style', 'hidden', 'aria-hidden', 'aria-selected', 'placeholder', 'disabled', 'readonly'];

/** Calls `look` soon after every change of the page, and now and then. Answers how to ask for a look. */
export function watchPage(page: Document, look: () => void, signal: AbortSignal): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    timer = undefined;
    if (!signal.aborted) look();
  };
  const soon = () => {
    if (!signal.aborted) timer ??= setTimeout(run, WAIT_MS);
  };
  const observer = new MutationObserver(soon);
  observer.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: TELLING });
  for (const type of ['popstate', 'hashchange', 'resize', 'load']) {
    page.defaultView?.addEventListener(type, soon, { signal });
  }
  const always = setInterval(run, EVERY_MS);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
    clearInterval(always);
  });
  return soon;
}
