import { linkToProxy, type ProxyListener } from '../../../lib/chatpage/proxy-link/proxy-link';
import { MEETING } from '../../../lib/proxy/contract';
import { createLine } from '../../../lib/proxy/line';
import { capturePristine, type World } from '../../../lib/proxy/pristine';

class PointerMeeting extends Event {
  readonly #relatedTarget: EventTarget | null;
  constructor(type: string, init: MouseEventInit = {}) {
    super(type, init);
    this.#relatedTarget = init.relatedTarget ?? null;
  }
  get relatedTarget(): EventTarget | null {
    return this.#relatedTarget;
  }
}

/** A page's world as far as the line needs it, made of what Node has; its timers are those of the test. */
export function makeWorld(): World {
  return {
    Reflect,
    Proxy,
    WeakMap,
    String,
    EventTarget,
    Event,
    CustomEvent,
    MessageEvent,
    CloseEvent,
    DOMException,
    MouseEvent: PointerMeeting,
    ProgressEvent: class extends Event {},
    setTimeout,
    clearTimeout,
    performance: new EventTarget(),
    document: { createElement: () => new EventTarget() },
  } as unknown as World;
}

/** The proxy's end of the line in a world, without anything watched. */
export function makeLine(world: World) {
  const line = createLine(capturePristine(world));
  const met: EventTarget[] = [];
  world.performance.addEventListener(MEETING, (event) => {
    const node = (event as MouseEvent).relatedTarget;
    if (node === null || node === undefined) return;
    met.push(node);
    line.attach(node);
    event.preventDefault();
  });
  return { line, met };
}

export const link = (world: World, listener: ProxyListener) => linkToProxy(world as never, listener);
