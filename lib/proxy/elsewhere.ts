import type { BlindSpot } from './contract';
import type { Line } from './line';
import type { Pristine, World } from './pristine';
import type { Replace } from './replace';

const BLIND: ReadonlyArray<readonly [constructor: string, what: BlindSpot]> = [
  ['Worker', 'worker'],
  ['SharedWorker', 'shared-worker'],
  ['WebSocketStream', 'websocket-stream'],
  ['WebTransport', 'web-transport'],
];

/** Tells of the ways out of the page that the proxy cannot look into. They are not hindered. */
export function watchElsewhere(world: World, pristine: Pristine, replace: Replace, line: Line): void {
  const tell = (what: BlindSpot, url: unknown) => line.elsewhere(what, wordsOf(url));
  for (const [name, what] of BLIND) replace.constructor(name, (_made, values) => tell(what, values[0]));

  // Absent where the page did not come by a secure way.
  const { ServiceWorkerContainer, ServiceWorker } = world;
  if (typeof ServiceWorkerContainer !== 'function') return;
  replace.method(ServiceWorkerContainer.prototype, 'register', (native, self, values) => {
    tell('service-worker', values[0]);
    return pristine.apply(native, self, values);
  });
  const controller = world.navigator.serviceWorker?.controller;
  if (controller === null || controller === undefined) return;
  tell('service-worker', pristine.getter<string>(ServiceWorker.prototype, 'scriptURL')(controller));
}

/** What the page gave as an address: a text, a URL, a TrustedScriptURL. */
function wordsOf(url: unknown): string {
  try {
    return `${url}`;
  } catch {
    return '';
  }
}
