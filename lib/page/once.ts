import { SITE_USES, type SiteUse } from '../core/webchat';

const markOf = (use: SiteUse) => Symbol.for(`sotto.${use}`);
type Mark = { readonly isAlive: () => boolean; readonly onAnother: () => void };
type Marked = Record<symbol, Mark | undefined>;

/**
 * True for the first script of this extension, for this use, in this document, false for every later one: on a grant the script may
 * be registered and injected at the same time. The first is told of each later one. A script that an update of the
 * extension left behind counts as none.
 * The mark lives in the isolated world's global, which the page neither sees nor sets.
 */
export function claimDocument(
  world: object,
  isAlive: () => boolean,
  use: SiteUse = 'mail',
  onAnother: () => void = () => undefined,
): boolean {
  const marked = world as Marked;
  const mark = markOf(use);
  const standing = marked[mark];
  if (standing?.isAlive() === true) {
    standing.onAnother();
    return false;
  }
  marked[mark] = { isAlive, onAnother };
  return true;
}

/** Whether a script of ours for another use lives in this document, beside that for `use`. */
export const livesBeside = (world: object, use: SiteUse): boolean =>
  SITE_USES.some((other) => other !== use && (world as Marked)[markOf(other)]?.isAlive() === true);
