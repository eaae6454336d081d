import { INTO, parentOf, queryDeep } from '../sites/chats/deep';

/** Names that a build or a run of the page makes up. */
const MADE_UP = /\d{3,}|[a-z]\d[a-z]|[_-]{2,}[\w-]{4,}$|^(?:css|sc|jsx|ng|ember|_)-?\w*|(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/;
/** States that come and go. */
const PASSING =
  /^(?:active|focus|hover|selected|current|open|hidden|visible|new|unread|first|last|odd|even|self|own|is-|has-|cdk-|ng-)/i;
const ATTRIBUTES = ['data-testid', 'data-test', 'data-qa', 'name', 'role', 'aria-label', 'placeholder'] as const;
const LONGEST = 480;
const STEPS = 5;

/** A selector that finds this element and no other, by what stays the same over visits. */
export function selectorFor(page: Document, element: HTMLElement): string | undefined {
  for (const own of namesOf(element)) {
    for (const path of pathsTo(element, own)) if (isOnly(page, path, element)) return path;
  }
  return [...pathsTo(element, placeIn(element))].find((one) => isOnly(page, one, element));
}

/** A selector that finds this message and others like it. */
export function selectorForAll(page: Document, message: HTMLElement): string | undefined {
  const found = namesOf(message).flatMap((own) => [...pathsTo(message, own)]);
  const fitting = found
    .filter((path) => path.length <= LONGEST)
    .map((path) => ({ path, all: queryDeep(page, path) }))
    .filter(({ all }) => all.includes(message));
  // The first is the shortest; one that also knows siblings beats one that knows this message alone.
  return (fitting.find(({ all }) => all.length > 1) ?? fitting[0])?.path;
}

const isOnly = (page: Document, path: string, element: HTMLElement): boolean => {
  if (path.length > LONGEST) return false;
  const found = queryDeep(page, path);
  return found.length === 1 && found[0] === element;
};

/** What an element is called, the surest first; its tag alone at the end. */
function namesOf(element: HTMLElement): readonly string[] {
  const tag = CSS.escape(element.localName);
  const names: string[] = [];
  if (element.id !== '' && !MADE_UP.test(element.id)) names.push(`#${CSS.escape(element.id)}`);
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute(name);
    if (value !== null && value !== '' && value.length <= 80 && !MADE_UP.test(value)) {
      names.push(`${tag}[${name}="${CSS.escape(value)}"]`);
    }
  }
  const classes = [...element.classList].filter((name) => !MADE_UP.test(name) && !PASSING.test(name)).slice(0, 3);
  if (classes.length > 0) names.push(`${tag}.${classes.map((name) => CSS.escape(name)).join('.')}`);
  names.push(tag);
  return names;
}

function placeIn(element: HTMLElement): string {
  const siblings = [...(element.parentNode?.children ?? [])].filter((one) => one.localName === element.localName);
  return `${CSS.escape(element.localName)}:nth-of-type(${siblings.indexOf(element) + 1})`;
}

/** The name alone, then under one more of its ancestors each; into every shadow root on the way. */
function* pathsTo(element: HTMLElement, own: string): Generator<string> {
  let path = own;
  let at = element;
  for (let step = 0; step <= STEPS; step++) {
    const root = at.getRootNode();
    if (!(root instanceof ShadowRoot)) yield path;
    const parent = parentOf(at);
    if (parent === undefined || parent.localName === 'html') return;
    const crosses = at.parentNode instanceof ShadowRoot;
    const [name] = namesOf(parent);
    path = `${name ?? parent.localName}${crosses ? INTO : ' > '}${path}`;
    at = parent;
  }
}
