const MARK = Symbol.for('sotto.mail');

type Marked = { [MARK]?: { readonly isAlive: () => boolean } };

/**
 * True for the first script of this extension in this document, false for every later one: on a grant the script may
 * be registered and injected at the same time. A script that an update of the extension left behind counts as none.
 * The mark lives in the isolated world's global, which the page neither sees nor sets.
 */
export function claimDocument(world: object, isAlive: () => boolean): boolean {
  const marked = world as Marked;
  if (marked[MARK]?.isAlive() === true) return false;
  marked[MARK] = { isAlive };
  return true;
}
