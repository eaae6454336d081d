import { SITE_USES, type SiteUse } from '../core/webchat';

const markOf = (use: SiteUse) => Symbol.for(`sotto.${use}`);
type Marked = Record<symbol, { readonly isAlive: () => boolean } | undefined>;

/**
 * True for the first script of this extension, for this use, in this document, false for every later one: on a grant the script may
 * be registered and injected at the same time. A script that an update of the extension left behind counts as none.
 * The mark lives in the isolated world's global, which the page neither sees nor sets.
 */
export function claimDocument(world: object, isAlive: () => boolean, use: SiteUse = 'mail'): boolean {
  const marked = world as Marked;
  const mark = markOf(use);
  if (marked[mark]?.isAlive() === true) return false;
  marked[mark] = { isAlive };
  return true;
}

/** Whether a script of ours for another use lives in this document, beside that for `use`. */
export const livesBeside = (world: object, use: SiteUse): boolean =>
  SITE_USES.some((other) => other !== use && (world as Marked)[markOf(other)]?.isAlive() === true);
