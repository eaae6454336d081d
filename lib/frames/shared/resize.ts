import type { TicketId } from '../../core/brand';

/** Higher than this a frame scrolls inside, so that a page is not laid out with a wall of text. In CSS pixels. */
export const HEIGHT_LIMIT = 12_000;

/**
 * Tells the page how high we want to be, whenever that changes. The page can read it, so it is one number:
 * no text, no state. Answers the way to stop.
 */
export function announceHeight(ticket: TicketId, root: HTMLElement, parent: Pick<Window, 'postMessage'>): () => void {
  let told = -1;
  const tell = () => {
    const height = Math.min(HEIGHT_LIMIT, Math.ceil(root.getBoundingClientRect().height));
    if (height === told) return;
    told = height;
    parent.postMessage({ sotto: 'resize', ticket, height }, '*');
  };
  const observer = new ResizeObserver(tell);
  observer.observe(root);
  tell();
  return () => observer.disconnect();
}
