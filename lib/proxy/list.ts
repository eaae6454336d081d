/** Insertion order, nothing but own properties: arrays and maps would ask prototypes that the page can change. */
export type Link<T> = { value: T; next: Link<T> | undefined; gone: boolean };

export type List<T> = {
  add(value: T): Link<T>;
  remove(link: Link<T>): void;
  each(visit: (link: Link<T>) => void): void;
  count(): number;
};

export function createList<T>(bare: <O extends object>(object: O) => O): List<T> {
  const ends: { first: Link<T> | undefined; last: Link<T> | undefined } = bare({ first: undefined, last: undefined });
  let size = 0;
  return {
    add(value) {
      const link: Link<T> = bare({ value, next: undefined, gone: false });
      if (ends.last === undefined) ends.first = link;
      else ends.last.next = link;
      ends.last = link;
      size += 1;
      return link;
    },
    remove(link) {
      if (link.gone) return;
      link.gone = true;
      size -= 1;
      let before: Link<T> | undefined;
      for (let at = ends.first; at !== undefined; before = at, at = at.next) {
        if (at !== link) continue;
        if (before === undefined) ends.first = link.next;
        else before.next = link.next;
        if (ends.last === link) ends.last = before;
        return;
      }
    },
    each(visit) {
      for (let at = ends.first; at !== undefined; at = at.next) if (!at.gone) visit(at);
    },
    count: () => size,
  };
}
