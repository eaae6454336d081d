import { edgesOf } from '../page/edges';
import { forceStyle } from '../page/force-style';
import { OURS } from '../page/frame';
import { parentOf } from '../sites/chats/deep';
import type { OpenConversation } from '../sites/chats/site';
import { keepEnd } from './scrolling';

/** Where our box stands in the page, and the room that the page makes for it. */
export type BoxPlace = {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Parts of the page that must be silent while it stands. */
  quiet(): readonly HTMLElement[];
  setHeight(height: number): void;
  /** Sets again what the page has overwritten of the room that was made. */
  mend(): void;
  /** False once the page has thrown it away. */
  stands(): boolean;
  remove(): void;
};

/** Over all that is in the page's own box. */
const LAYER = '1000';
/** CSS pixels: under the bar. */
const STRIP_TOP = 32;
/** Elements around the box that may be too low for it. */
const AROUND = 3;
const ASIDE = 'data-sotto-aside';

/** A style of the page's element that is ours for a while. */
type Forced = { readonly element: HTMLElement; readonly name: string; readonly undo: () => void };

const force = (element: HTMLElement, name: string, value: string): Forced => ({
  element,
  name,
  undo: forceStyle(element, name, value),
});
const isStill = ({ element, name }: Forced): boolean => element.style.getPropertyPriority(name) === 'important';

function createHost(page: Document, styles: Readonly<Record<string, string>>) {
  const host = page.createElement('div');
  host.setAttribute(OURS, '');
  const all = { all: 'initial', display: 'block', ...styles };
  host.style.cssText = Object.entries(all)
    .map(([name, value]) => `${name}:${value} !important`)
    .join(';');
  return { host, root: host.attachShadow({ mode: 'closed' }) };
}

/** Over the page's field with its buttons, or in its place where it stands among other things. */
export function placeOver(page: Document, conversation: OpenConversation): BoxPlace {
  const { field, cover } = conversation.box;
  return cover === field ? insteadOf(page, conversation) : overCover(page, conversation);
}

function overCover(page: Document, { box: { cover }, list, key }: OpenConversation): BoxPlace {
  const { host, root } = createHost(page, { position: 'absolute', inset: '0', 'z-index': LAYER });
  cover.append(host);
  const stretch = () => {
    const { paddingTop, paddingRight, paddingBottom, paddingLeft } = getComputedStyle(cover);
    host.style.setProperty('inset', `${paddingTop} ${paddingRight} ${paddingBottom} ${paddingLeft}`, 'important');
  };
  stretch();
  // A page that opens a drawer beside its box may move what is in it.
  const Observer = page.defaultView?.ResizeObserver;
  const observer = Observer && new Observer(stretch);
  observer?.observe(cover);
  let forced: readonly Forced[] = [];
  let height = 0;

  const makeRoom = (): readonly Forced[] => {
    const { edges, countedIn } = edgesOf(cover);
    const room = `${height + (countedIn ? edges : 0)}px`;
    // No higher either: what is left of a page's box that is higher than ours would look like a part of it.
    const made = ['min-height', 'max-height'].map((name) => force(cover, name, room));
    made.push(force(cover, 'overflow', 'clip'));
    if (getComputedStyle(cover).position === 'static') made.push(force(cover, 'position', 'relative'));
    // Over what is in the page's box, and no higher than that: its drawers and windows stay over both.
    made.push(force(cover, 'isolation', 'isolate'));
    let around = parentOf(cover);
    for (let step = 0; step < AROUND && around !== undefined && around !== key; step++) {
      const { bottom, top } = around.getBoundingClientRect();
      const inner = cover.getBoundingClientRect();
      const isCut = inner.bottom > bottom + 1 || inner.top < top - 1;
      if (isCut)
        made.push(force(around, 'min-height', `${Math.ceil(inner.height + (bottom - top - around.clientHeight))}px`));
      around = parentOf(around);
    }
    // Pages that put their box over the end of the list leave so much room as their own box takes.
    const over = list === undefined ? 0 : list.getBoundingClientRect().bottom - cover.getBoundingClientRect().top;
    if (list !== undefined && over > 1) {
      const { paddingBottom } = getComputedStyle(list);
      if (Number.parseFloat(paddingBottom) < over) made.push(force(list, 'padding-bottom', `${Math.ceil(over)}px`));
    }
    return made;
  };
  const giveRoomBack = () => {
    for (const { undo } of forced.toReversed()) undo();
  };
  const setHeight = (wanted: number) => {
    height = wanted;
    const settle = keepEnd(list);
    giveRoomBack();
    forced = makeRoom();
    stretch();
    settle();
  };

  return {
    host,
    root,
    quiet: () => [...cover.children].filter((child) => child !== host && child instanceof HTMLElement) as HTMLElement[],
    setHeight,
    mend() {
      // Pages write whole `style` attributes: then what was forced upon them is gone.
      if (height === 0 || forced.every(isStill)) return;
      forced = forced.filter(isStill);
      setHeight(height);
    },
    stands: () => host.isConnected && host.parentElement === cover,
    remove() {
      const settle = keepEnd(list);
      observer?.disconnect();
      host.remove();
      giveRoomBack();
      settle();
    },
  };
}

function insteadOf(page: Document, { box: { field }, list }: OpenConversation): BoxPlace {
  const { width } = field.getBoundingClientRect();
  const { host, root } = createHost(page, { flex: '1 1 auto', width: '100%', 'min-width': `min(${width}px,100%)` });
  const before = field.getAttribute('style') ?? '';
  field.setAttribute(ASIDE, before);
  // Still drawn, as editors with a model want it to be; but nowhere.
  const aside = { position: 'absolute', 'clip-path': 'inset(50%)', 'pointer-events': 'none', width: '120px' };
  for (const [name, value] of Object.entries(aside)) field.style.setProperty(name, value, 'important');
  field.after(host);
  return {
    host,
    root,
    quiet: () => [field],
    mend: () => undefined,
    setHeight(height) {
      const settle = keepEnd(list);
      host.style.setProperty('height', `${height}px`, 'important');
      settle();
    },
    stands: () => host.isConnected && field.isConnected,
    remove() {
      host.remove();
      giveBack(field);
    },
  };
}

/** A place along an edge of the window. */
export type StripPlace = BoxPlace & { setEdge(edge: 'top' | 'bottom'): void };

/** Along an edge of the window: where no box was found, and while a person points at one. */
export function placeStrip(page: Document): StripPlace {
  const { host, root } = createHost(page, { position: 'fixed', 'z-index': '2147483645' });
  const setEdge = (edge: 'top' | 'bottom') =>
    host.style.setProperty('inset', edge === 'top' ? `${STRIP_TOP}px 0 auto 0` : 'auto 0 0 0', 'important');
  setEdge('top');
  page.body.append(host);
  return {
    host,
    root,
    quiet: () => [],
    mend: () => undefined,
    setEdge,
    setHeight: (height) => host.style.setProperty('height', `${height}px`, 'important'),
    stands: () => host.isConnected,
    remove: () => host.remove(),
  };
}

function giveBack(field: HTMLElement): void {
  const before = field.getAttribute(ASIDE);
  if (before === null) return;
  field.removeAttribute(ASIDE);
  if (before === '') field.removeAttribute('style');
  else field.setAttribute('style', before);
}

/** What a script before this one put aside. */
export function giveBackAll(page: Document): void {
  for (const field of page.querySelectorAll<HTMLElement>(`[${ASIDE}]`)) giveBack(field);
}
