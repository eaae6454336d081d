import { forceStyle } from '../page/force-style';
import { OURS } from '../page/frame';
import { parentOf } from '../sites/chats/deep';

/** On an element of the page whose words we stand over, so that a later script of ours finds it. */
const COVERED = 'data-sotto-line';
/** What may have a shadow root (DOM, 4.8, attachShadow). */
const MAY_HOST = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);
/** A root cannot be taken away again: an element that was covered once keeps an empty one. */
const roots = new WeakMap<HTMLElement, ShadowRoot>();

export type LineCover = {
  /** Shows these instead of the words of the page, which stay where they are. */
  show(parts: readonly Node[]): void;
  /** False once the page has thrown away what we put there. */
  stands(): boolean;
  /** The page's own words are to be seen again. */
  remove(): void;
};

/**
 * Stands over the words of an element. Wherever the element can have a shadow root, in one: the page's own tree, which
 * it may compare, count or draw anew, is not touched. Else as the last child, with the other children hidden.
 */
export function coverLine(element: HTMLElement): LineCover {
  const root = rootOf(element);
  element.setAttribute(COVERED, '');
  return root === undefined ? coverByChild(element) : coverByRoot(element, root);
}

function rootOf(element: HTMLElement): ShadowRoot | undefined {
  const known = roots.get(element) ?? leftBehind(element);
  if (known !== undefined) return known;
  const mayHost = MAY_HOST.has(element.localName) || (element.localName.includes('-') && element.matches(':defined'));
  if (!mayHost || element.shadowRoot !== null) return undefined;
  try {
    const root = element.attachShadow({ mode: 'closed' });
    roots.set(element, root);
    return root;
  } catch {
    // It has a closed one of its own, or its class wants none.
    return undefined;
  }
}

/** What a script of ours before this one left: Firefox lets extensions look into closed roots. */
function leftBehind(element: HTMLElement): ShadowRoot | undefined {
  if (!element.hasAttribute(COVERED)) return undefined;
  const { openOrClosedShadowRoot: root } = element as { readonly openOrClosedShadowRoot?: ShadowRoot | null };
  if (root === null || root === undefined) return undefined;
  roots.set(element, root);
  return root;
}

function coverByRoot(element: HTMLElement, root: ShadowRoot): LineCover {
  let shown: readonly Node[] = [];
  let narrow: (() => void) | undefined;
  return {
    show(parts) {
      shown = parts;
      // Words make their place in a row as wide as they are; a frame is 300 px wide, whatever is in it.
      if (parts.length > 0 && standsInRow(element)) narrow ??= forceStyle(element, 'flex-grow', '1');
      root.replaceChildren(...parts);
    },
    stands: () => shown.every((part) => part.isConnected),
    remove() {
      element.removeAttribute(COVERED);
      narrow?.();
      narrow = undefined;
      root.replaceChildren(element.ownerDocument.createElement('slot'));
    },
  };
}

function standsInRow(element: HTMLElement): boolean {
  const around = parentOf(element);
  if (around === undefined) return false;
  const { display, flexDirection } = getComputedStyle(around);
  return display.endsWith('flex') && flexDirection.startsWith('row');
}

function coverByChild(element: HTMLElement): LineCover {
  const page = element.ownerDocument;
  const host = page.createElement('span');
  host.setAttribute(OURS, '');
  host.style.cssText = 'all:initial !important;display:block !important;width:100% !important';
  const root = host.attachShadow({ mode: 'closed' });
  const hidden = new Map<HTMLElement, string>();
  const { fontSize, lineHeight } = element.style;
  const hide = () => {
    for (const child of element.children) {
      if (child === host || !(child instanceof HTMLElement) || hidden.has(child)) continue;
      hidden.set(child, child.style.display);
      child.style.setProperty('display', 'none', 'important');
    }
    element.style.setProperty('font-size', '0', 'important');
    element.style.setProperty('line-height', '0', 'important');
  };
  return {
    show(parts) {
      root.replaceChildren(...parts);
      hide();
      if (!host.isConnected) element.append(host);
    },
    stands: () =>
      host.isConnected && [...element.children].every((one) => one === host || hidden.has(one as HTMLElement)),
    remove() {
      host.remove();
      for (const [child, display] of hidden) child.style.display = display;
      hidden.clear();
      element.style.fontSize = fontSize;
      element.style.lineHeight = lineHeight;
      element.removeAttribute(COVERED);
    },
  };
}

/** Gives back the words that a script before this one covered and did not live to give back. */
export function uncoverAll(page: Document): void {
  for (const element of page.querySelectorAll<HTMLElement>(`[${COVERED}]`)) {
    leftBehind(element)?.replaceChildren(page.createElement('slot'));
    element.removeAttribute(COVERED);
    if (element.style.fontSize !== '0px') continue;
    element.style.removeProperty('font-size');
    element.style.removeProperty('line-height');
    for (const child of element.children) (child as HTMLElement).style?.removeProperty('display');
  }
}
