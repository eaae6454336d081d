import { edgesOf } from './edges';
import { forceStyle } from './force-style';
import { OURS } from './frame';

/** Between two looks at a page that changes, in milliseconds. */
const EVERY_MS = 300;
/** A look takes at most this share of the page's time, so the dearer it was, the later the next comes. */
const SHARE = 1 / 50;
/** Less of the window's height than this is no frame of a page, but something at its foot. */
const FRAME_SHARE = 0.6;
/** Where across the window it is looked at what stands there. */
const ACROSS = [0.02, 0.25, 0.5, 0.75, 0.98] as const;
/** CSS pixels that a browser may round away. */
const ROUNDED = 1.5;

/**
 * A page that fills the window, as chats do, is pushed out of it below by room made above: so what is as high as the
 * window becomes lower by as much, and what is fixed to its top is fixed below our bar. Looked at again as the page
 * changes. A page that scrolls as a whole is only moved.
 */
export function keepBelowBar(page: Document, height: number): () => void {
  const view = page.defaultView;
  if (view === null || typeof page.elementsFromPoint !== 'function') return () => undefined;
  const shortened = new Map<HTMLElement, Array<() => void>>();
  const moved = new Map<HTMLElement, () => void>();
  let soon: ReturnType<typeof setTimeout> | undefined;
  let tookMs = 0;
  let cancelFrame: () => void = () => undefined;

  const giveBackHeights = () => {
    for (const undo of [...shortened.values()].flat().toReversed()) undo();
    shortened.clear();
  };
  const giveBack = () => {
    giveBackHeights();
    for (const undo of moved.values()) undo();
    moved.clear();
  };

  const overflow = () => {
    const { scrollHeight, clientHeight } = page.scrollingElement ?? page.documentElement;
    return scrollHeight - clientHeight;
  };
  const isPushedOut = () => overflow() > 0 && overflow() <= height + ROUNDED;

  const shorten = (element: HTMLElement) => {
    const { innerHeight, scrollY } = view;
    const size = element.getBoundingClientRect();
    const isPushed = Math.abs(size.bottom + scrollY - innerHeight - height) <= ROUNDED;
    if (!isPushed || size.height < innerHeight * FRAME_SHARE || shortened.has(element)) return;
    const wanted = `calc(100vh - ${Math.round(innerHeight - size.height + height) + extra(element)}px)`;
    const undo: Array<() => void> = [];
    shortened.set(element, undo);
    // What may grow stays free to: a page that is only at least as high as the window.
    if (Number.parseFloat(getComputedStyle(element).minHeight) > innerHeight * FRAME_SHARE)
      undo.push(forceStyle(element, 'min-height', wanted));
    if (element.getBoundingClientRect().height > size.height - height + ROUNDED)
      undo.push(forceStyle(element, 'max-height', wanted));
  };

  const moveDown = (element: HTMLElement) => {
    if (moved.has(element) || getComputedStyle(element).position !== 'fixed') return;
    const { top, height: high } = element.getBoundingClientRect();
    if (top < -ROUNDED || top >= height) return;
    const undo = [forceStyle(element, 'top', `${Math.round(top) + height}px`)];
    if (high > view.innerHeight - height)
      undo.push(forceStyle(element, 'max-height', `calc(100vh - ${height + extra(element)}px)`));
    moved.set(element, () => undo.toReversed().forEach((back) => void back()));
  };

  const look = () => {
    for (const element of standingAt(page, height / 2)) moveDown(element);
    if (shortened.size > 0 && overflow() > height + ROUNDED) giveBackHeights();
    // Innermost first: what is only as high as what is in it becomes lower by itself.
    if (isPushedOut()) for (const element of standingAt(page, view.innerHeight - 2)) shorten(element);
  };
  const lookSoon = () => {
    cancelFrame = inNextFrame(page, () => {
      soon = undefined;
      const started = performance.now();
      look();
      tookMs = performance.now() - started;
    });
  };
  const later = () => {
    soon ??= setTimeout(lookSoon, Math.max(EVERY_MS, tookMs / SHARE));
  };
  const anew = () => {
    giveBack();
    look();
  };

  const observer = new MutationObserver(later);
  observer.observe(page.documentElement, { childList: true, subtree: true });
  view.addEventListener('resize', anew);
  view.addEventListener('load', later);
  lookSoon();
  return () => {
    clearTimeout(soon);
    cancelFrame();
    observer.disconnect();
    view.removeEventListener('resize', anew);
    view.removeEventListener('load', later);
    giveBack();
  };
}

/** While a frame is drawn, after its layout: asking where things stand makes the page reckon nothing twice. */
function inNextFrame(page: Document, then: () => void): () => void {
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    then();
  });
  observer.observe(page.documentElement);
  return () => observer.disconnect();
}

/** All that stands at this height of the window, inner before outer, into open shadow roots; nothing of ours. */
function standingAt(page: Document, y: number): ReadonlySet<HTMLElement> {
  const found = new Set<HTMLElement>();
  const visit = (root: Document | ShadowRoot, x: number) => {
    for (const element of root.elementsFromPoint(x, y)) {
      if (!(element instanceof HTMLElement) || element.hasAttribute(OURS) || found.has(element)) continue;
      const { shadowRoot } = element;
      if (shadowRoot !== null && shadowRoot !== root) visit(shadowRoot, x);
      found.add(element);
    }
  };
  const width = page.documentElement.clientWidth;
  for (const share of ACROSS) visit(page, width * share);
  return found;
}

/** What its `height` must be less, so that all of the element is as high as wanted. */
function extra(element: HTMLElement): number {
  const { edges, countedIn } = edgesOf(element);
  return countedIn ? 0 : edges;
}
