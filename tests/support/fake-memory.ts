/** Session memory in a map: what the browser's own would keep while the background dies. */
export function fakeMemory(stored = new Map<string, unknown>()) {
  return {
    stored,
    get: (key: string) => Promise.resolve(structuredClone(stored.get(key))),
    set: (key: string, value: unknown) => Promise.resolve(void stored.set(key, structuredClone(value))),
    remove: (key: string) => Promise.resolve(void stored.delete(key)),
    entries: (prefix: string) =>
      Promise.resolve([...structuredClone(stored)].filter(([name]) => name.startsWith(prefix))),
  };
}
