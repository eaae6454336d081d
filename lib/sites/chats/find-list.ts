import { holds, parentOf, upwards } from './deep';
import { isDrawn } from './find-box';

const LEAST = { width: 120, height: 60 } as const;
/** Elements looked at for one field: a list is near the top of its part of the page. */
const LOOKED_AT = 1_500;
const DEPTH = 12;
const LIST_WORDS = /messages|chat|\blog\b|history|conversation|thread|timeline|buffer|lines/i;

/** Where the messages of a conversation stand. */
export type FoundList = {
  readonly list: HTMLElement;
  /** The smallest element that holds both the list and the box. */
  readonly key: HTMLElement;
};

/** The list that scrolls beside a field, nearest first; `undefined` where the page scrolls as a whole and names none. */
export function findList(field: HTMLElement): FoundList | undefined {
  let left = LOOKED_AT;
  let inside: HTMLElement | undefined;
  for (const around of upwards(field)) {
    const found: HTMLElement[] = [];
    const visit = (element: Element, depth: number) => {
      if (element === inside || depth > DEPTH || left-- <= 0 || !(element instanceof HTMLElement)) return;
      if (isList(element, field)) {
        found.push(element);
        return;
      }
      for (const child of element.shadowRoot?.children ?? []) visit(child, depth + 1);
      for (const child of element.children) visit(child, depth + 1);
    };
    if (around !== field) {
      for (const child of around.shadowRoot?.children ?? []) visit(child, 0);
      for (const child of around.children) visit(child, 0);
    }
    const list = largest(found);
    if (list !== undefined) return { list, key: around };
    inside = around;
    if (around === field.ownerDocument.body) return namedList(around, field);
  }
  return undefined;
}

function isList(element: HTMLElement, field: HTMLElement): boolean {
  if (element.clientHeight < LEAST.height || element.clientWidth < LEAST.width || holds(element, field)) return false;
  if (!isDrawn(element) || !sharesColumn(element, field)) return false;
  const role = element.getAttribute('role');
  if (role === 'log' || role === 'feed') return true;
  const { overflowY } = getComputedStyle(element);
  return overflowY === 'auto' || overflowY === 'scroll';
}

/** Over or beside the same stretch of the window, so that a list of people at the side is none. */
export function sharesColumn(element: Element, field: Element): boolean {
  const one = element.getBoundingClientRect();
  const other = field.getBoundingClientRect();
  const shared = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  return shared >= Math.min(one.width, other.width) * 0.6;
}

const areaOf = (element: Element): number => {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
};

const largest = (elements: readonly HTMLElement[]): HTMLElement | undefined =>
  elements.toSorted((one, other) => areaOf(other) - areaOf(one))[0];

/** On a page that scrolls as a whole: what is called so. */
function namedList(body: HTMLElement, field: HTMLElement): FoundList | undefined {
  const named = [...body.querySelectorAll<HTMLElement>('[id], [class], [role="log"], [aria-live]')].filter(
    (one) =>
      LIST_WORDS.test(`${one.id} ${one.className} ${one.getAttribute('role') ?? ''}`) &&
      !holds(one, field) &&
      !holds(field, one) &&
      sharesColumn(one, field) &&
      one.clientWidth >= LEAST.width,
  );
  const list = largest(named.slice(0, 200));
  if (list === undefined) return undefined;
  for (const around of upwards(list)) if (holds(around, field)) return { list, key: around };
  return undefined;
}

/**
 * What our box stands over: the field with its buttons, as far out as it holds nothing else; the field itself where it
 * stands among other things.
 */
export function findCover(field: HTMLElement, list: HTMLElement | undefined): HTMLElement {
  const { height, width } = field.getBoundingClientRect();
  let cover = field;
  for (let around = parentOf(field); around !== undefined; around = parentOf(around)) {
    if (around === field.ownerDocument.body || around === field.ownerDocument.documentElement) break;
    if (list !== undefined && holds(around, list)) break;
    const size = around.getBoundingClientRect();
    if (size.height > Math.max(height + 72, height * 2) || size.width > width + 520) break;
    // In a shadow root the next step out is its host, which shows nothing that we put into it.
    if (around.shadowRoot !== null) break;
    if (size.height > 0) cover = around;
  }
  return cover;
}
