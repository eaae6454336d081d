/** The proxy in the world of a page that has calls: it knows no key. */
export function startCallProxy(world: Window & typeof globalThis): void {
  world.performance.mark('sotto');
}
