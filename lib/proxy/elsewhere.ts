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

/**
 * Milliseconds after the start at which it is looked whether a service worker stands between the page and its server:
 * `navigator.serviceWorker` asks the browser's other process (Firefox: 3 ms and more), which a page that loads would wait for.
 */
const CONTROLLER_AFTER_MS = 500;

/** Tells of the ways out of the page that the proxy cannot look into. They are not hindered. */
export function watchElsewhere(world: World, pristine: Pristine, replace: Replace, line: Line): void {
  const tell = (what: BlindSpot, url: unknown) => line.elsewhere(what, wordsOf(url));
  for (const [name, what] of BLIND) replace.constructor(name, (_made, values) => tell(what, values[0]));

  // Absent where the page did not come by a secure way.
  const { ServiceWorkerContainer, ServiceWorker, Navigator, navigator } = world;
  if (typeof ServiceWorkerContainer !== 'function') return;
  replace.method(ServiceWorkerContainer.prototype, 'register', (native, self, values) => {
    tell('service-worker', values[0]);
    return pristine.apply(native, self, values);
  });
  if (pristine.ownerOf(Navigator.prototype, 'serviceWorker') === undefined) return;
  // Taken now, asked later: what the page puts over them meanwhile is not asked.
  const containerOf = pristine.getter<object>(Navigator.prototype, 'serviceWorker');
  const controllerOf = pristine.getter<object | null>(ServiceWorkerContainer.prototype, 'controller');
  const addressOf = pristine.getter<string>(ServiceWorker.prototype, 'scriptURL');
  pristine.later(() => {
    try {
      const controller = controllerOf(containerOf(navigator));
      if (controller !== null) tell('service-worker', addressOf(controller));
    } catch {
      line.elsewhere('replaced', '');
    }
  }, CONTROLLER_AFTER_MS);
}

/** What the page gave as an address: a text, a URL, a TrustedScriptURL. */
function wordsOf(url: unknown): string {
  try {
    return `${url}`;
  } catch {
    return '';
  }
}
