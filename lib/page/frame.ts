import { createFrame } from './our-frame';

/** Where a frame of ours goes. */
export type Place =
  /** Instead of a part of the page, which is hidden and not removed. */
  | { readonly where: 'replace'; readonly element: Element }
  /** Before a part of the page, which stays. */
  | { readonly where: 'before'; readonly element: Element }
  /** Over a part of the page. */
  | { readonly where: 'cover'; readonly element: Element }
  /** A strip of this height along the top of the window. */
  | { readonly where: 'top'; readonly height: number };

export type FrameRequest = {
  /** Address of a page of ours. */
  readonly url: string;
  readonly ticket: string;
  /** Accessible name. */
  readonly title: string;
  readonly place: Place;
  /** CSS pixels reserved before the frame has said how high it is. */
  readonly height?: number;
  /** The frame never came up: the page's own content is visible again. */
  readonly onFailed?: () => void;
};

export type MountedFrame = {
  readonly host: HTMLElement;
  /** False once the page has thrown our element away. */
  stands(): boolean;
  /** Takes the frame away and shows again what it hid. */
  remove(): void;
};

const HEIGHT = { least: 40, reserved: 160 } as const;
/** Over the form, under the page's own messages about what it sent. */
const COVER_LAYER = '1000';
const HIDDEN = 'data-sotto-hidden';
/** On our own elements, so that a later script of ours finds what one before it left behind. */
export const OURS = 'data-sotto';

/**
 * One of our extension pages inside the page, in a closed shadow root: the page's styles do not reach it, and the
 * page's scripts can neither read it nor find its address. `#ticket` is the frame's right to be served, once.
 */
export function mountFrame(page: Document, request: FrameRequest): MountedFrame {
  const { place } = request;
  const host = page.createElement('div');
  host.setAttribute(OURS, '');
  const shadow = host.attachShadow({ mode: 'closed' });
  const reserved = request.height ?? HEIGHT.reserved;
  let gone = false;

  host.style.cssText = hostStyle(place);
  const remove = () => {
    if (gone) return;
    gone = true;
    ours.stop();
    host.remove();
    if (place.where === 'replace') show(place.element);
  };
  const ours = createFrame(page, {
    ...request,
    onHeight(height, isFirst) {
      if (place.where === 'cover' || place.where === 'top') return;
      // The first size is that of the frame's waiting card: what was reserved stays, so that nothing jumps twice.
      ours.frame.style.height = `${Math.max(height, isFirst ? reserved : HEIGHT.least)}px`;
    },
    onFailed() {
      remove();
      request.onFailed?.();
    },
  });
  ours.frame.style.cssText = frameStyle(place, reserved);
  shadow.append(ours.frame);
  insert(page, host, place);
  ours.load();
  return { host, stands: () => host.isConnected && !gone, remove };
}

function insert(page: Document, host: HTMLElement, place: Place): void {
  if (place.where === 'top') {
    page.body.append(host);
    return;
  }
  if (place.where === 'cover') {
    place.element.append(host);
    anchor(place.element);
    return;
  }
  place.element.before(host);
  if (place.where === 'replace') hide(place.element);
}

/** An absolute host covers its nearest positioned ancestor: that must be the element itself. */
function anchor(element: Element): void {
  if (!(element instanceof HTMLElement)) return;
  if (element.ownerDocument.defaultView?.getComputedStyle(element).position !== 'static') return;
  element.style.setProperty('position', 'relative');
}

function hide(element: Element): void {
  if (!(element instanceof HTMLElement)) return;
  element.setAttribute(HIDDEN, element.style.getPropertyValue('display'));
  element.style.setProperty('display', 'none', 'important');
}

/** Shows again everything that a script before this one hid and did not live to show. */
export function showHidden(page: Document): void {
  for (const element of page.querySelectorAll(`[${HIDDEN}]`)) show(element);
}

function show(element: Element): void {
  if (!(element instanceof HTMLElement)) return;
  const before = element.getAttribute(HIDDEN);
  element.removeAttribute(HIDDEN);
  element.style.removeProperty('display');
  if (before !== null && before !== '') element.style.setProperty('display', before);
  if (element.getAttribute('style') === '') element.removeAttribute('style');
}

const important = (styles: Readonly<Record<string, string>>): string =>
  Object.entries(styles)
    .map(([name, value]) => `${name}:${value} !important`)
    .join(';');

function hostStyle(place: Place): string {
  const base = { all: 'initial', display: 'block' };
  switch (place.where) {
    case 'top':
      return important({
        ...base,
        position: 'fixed',
        inset: '0 0 auto 0',
        height: `${place.height}px`,
        'z-index': '2147483646',
      });
    case 'cover':
      return important({ ...base, position: 'absolute', inset: '0', 'z-index': COVER_LAYER });
    default:
      return important({ ...base, width: '100%', margin: '0 0 8px 0' });
  }
}

function frameStyle(place: Place, height: number): string {
  const full = place.where === 'cover' || place.where === 'top';
  return [
    'display:block',
    'width:100%',
    `height:${full ? '100%' : `${height}px`}`,
    'border:0',
    'margin:0',
    'padding:0',
    'color-scheme:normal',
    'background:transparent',
  ].join(';');
}
