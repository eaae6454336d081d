/** Work that runs at once and is answered in the order in which it came: a small frame does not overtake a large one. */
export function createOrder() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: Promise<T>, then: (done: T) => unknown): void => {
    const before = last;
    last = (async () => {
      const done = await work;
      await before;
      await then(done);
    })().catch(() => undefined);
  };
}
