import type { Callable, Pristine, World } from '../proxy/pristine';
import type { Replace } from '../proxy/replace';

/**
 * A channel that is moved to a worker is out of everybody's sight there. Those that this side made are no longer
 * transferable when the page gets them (channels.ts); those that the other side made are kept here, by the refusal
 * that the browser itself would give a moment later. Not `window.postMessage`: what is put around it shows up as the
 * `source` of its events. A channel that goes that way is found missing (channels.ts).
 */
export function watchTransfers(
  world: World,
  pristine: Pristine,
  replace: Replace,
  isChannel: (value: object) => boolean,
): void {
  const { apply, domException } = pristine;
  const { isArray } = world.Array;

  const listIn = (value: unknown): unknown[] | undefined => {
    if (isArray(value)) return value;
    if (typeof value !== 'object' || value === null) return undefined;
    const { transfer } = value as { transfer?: unknown };
    return isArray(transfer) ? transfer : undefined;
  };
  const refuse = (native: Callable, self: unknown, values: unknown[]) => {
    for (let which = 1; which < values.length; which += 1) {
      const list = listIn(values[which]);
      for (let at = 0; list !== undefined && at < list.length; at += 1) {
        const one = list[at];
        if (typeof one === 'object' && one !== null && isChannel(one))
          throw domException('RTCDataChannel is no longer transferable.', 'DataCloneError');
      }
    }
    return apply(native, self, values);
  };
  const { Worker, MessagePort, ServiceWorker } = world;
  for (const owner of [Worker, MessagePort, ServiceWorker])
    if (typeof owner === 'function') replace.method(owner.prototype, 'postMessage', refuse);
  replace.method(world, 'structuredClone', refuse);
}
