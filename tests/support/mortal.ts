/** The background's life: it ends before the write of this number, and nothing it does afterwards reaches the disk. */
export type Fuse = { writes: number; dieBefore: number };

export const newFuse = (dieBefore = Number.POSITIVE_INFINITY): Fuse => ({ writes: 0, dieBefore });

export class Killed extends Error {}

/** The same port, whose named methods write: they are counted, and stop when the background dies. */
export function mortal<Port extends object>(port: Port, writing: ReadonlyArray<keyof Port>, fuse: Fuse): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || !(writing as readonly PropertyKey[]).includes(name)) return value;
      return (...input: unknown[]) => {
        fuse.writes += 1;
        if (fuse.writes >= fuse.dieBefore) return Promise.reject(new Killed());
        return Reflect.apply(value, target, input) as unknown;
      };
    },
  });
}
