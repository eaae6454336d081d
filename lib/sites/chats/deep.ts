/** Pages put parts of themselves into open shadow roots: what looks at a page looks into those, too. */

/** The root itself and every open shadow root below it. */
export function openRoots(root: Document | ShadowRoot): ReadonlyArray<Document | ShadowRoot> {
  const roots: Array<Document | ShadowRoot> = [root];
  for (let at = 0; at < roots.length; at++) {
    for (const element of roots[at]?.querySelectorAll('*') ?? []) {
      if (element.shadowRoot !== null) roots.push(element.shadowRoot);
    }
  }
  return roots;
}

/** The element around this one; around a shadow root, its host. */
export function parentOf(node: Node): HTMLElement | undefined {
  const parent = node.parentNode;
  if (parent instanceof HTMLElement) return parent;
  if (parent instanceof ShadowRoot) return parent.host instanceof HTMLElement ? parent.host : undefined;
  return parent instanceof Element ? parentOf(parent) : undefined;
}

/** From the element itself outwards. */
export function* upwards(element: HTMLElement): Generator<HTMLElement> {
  for (let at: HTMLElement | undefined = element; at !== undefined; at = parentOf(at)) yield at;
}

/** `contains`, through shadow roots. */
export function holds(outer: Node, inner: Node): boolean {
  for (let at: Node | null = inner; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at === outer) return true;
  }
  return false;
}

/** Between the parts of a selector that leads into open shadow roots. */
export const INTO = ' >>> ';

/** All that a selector of ours names. A selector that is none finds nothing. */
export function queryDeep(page: Document, selector: string): readonly HTMLElement[] {
  let roots: ReadonlyArray<Document | ShadowRoot> = [page];
  const steps = selector.split(INTO);
  try {
    for (const [index, step] of steps.entries()) {
      const found = roots.flatMap((root) => [...root.querySelectorAll(step)]);
      if (index === steps.length - 1) return found.filter((one) => one instanceof HTMLElement);
      roots = found.flatMap(({ shadowRoot }) => (shadowRoot === null ? [] : [shadowRoot]));
    }
  } catch {
    // The page, or the person's own hand, may have put anything there.
  }
  return [];
}
