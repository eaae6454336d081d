import type { TextTools } from './line-format';

/**
 * The built-ins of the page's world as they were when we came: all that the proxy ever calls. What a page changes
 * later changes nothing here. What it changed before can make us deaf or talkative, and gives it nothing: there is
 * nothing in this world that it could not have without us.
 */
export type World = Window & typeof globalThis;
export type Pristine = ReturnType<typeof capturePristine>;

// biome-ignore lint/complexity/noBannedTypes: any callable of the page
export type Callable = Function;
/** A handle of the page's own timers. */
export type Timer = ReturnType<World['setTimeout']>;
type Constructor = new (...values: never[]) => object;

/** Prototypes above an object that are looked at. */
const CHAIN = 16;

/** @throws TypeError where the page has already taken one of them away: then there is no proxy. */
export function capturePristine(world: World) {
  const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, has, setPrototypeOf } =
    world.Reflect;
  const { Proxy: NativeProxy, WeakMap: NativeWeakMap } = world;

  /** Whose own it is: where another script put a subclass in the place of a native class, that is further up. */
  const ownerOf = (of: object, name: string): object | undefined => {
    let at: object | null = of;
    for (let step = 0; at !== null && step < CHAIN; step++) {
      if (getOwnPropertyDescriptor(at, name) !== undefined) return at;
      at = getPrototypeOf(at);
    }
    return undefined;
  };
  const ownOf = (of: object, name: string) => getOwnPropertyDescriptor(ownerOf(of, name) ?? of, name);
  const method = <T>(of: object, name: string): ((self: unknown, ...values: unknown[]) => T) => {
    const native = ownOf(of, name)?.value as Callable;
    if (typeof native !== 'function') throw new TypeError(name);
    return (self, ...values) => apply(native, self, values) as T;
  };
  const getter = <T>(of: object, name: string): ((self: unknown) => T) => {
    const native = ownOf(of, name)?.get;
    if (native === undefined) throw new TypeError(name);
    return (self) => apply(native, self, []) as T;
  };
  /** Without what a page may have put into Object.prototype: options are read through it. */
  const bare = <T extends object>(object: T): T => {
    setPrototypeOf(object, null);
    return object;
  };
  const maker =
    <T>(native: unknown) =>
    (...values: unknown[]): T =>
      construct(native as Constructor, values) as T;

  const weakMap = <K extends object, V>() => {
    const map = construct(NativeWeakMap, []) as WeakMap<K, V>;
    return {
      get: (key: K): V | undefined => mapGet(map, key) as V | undefined,
      set: (key: K, value: V) => mapSet(map, key, value),
    };
  };
  const mapGet = method<unknown>(NativeWeakMap.prototype, 'get');
  const mapSet = method<unknown>(NativeWeakMap.prototype, 'set');

  const { setTimeout, clearTimeout, Event, CustomEvent, MouseEvent, MessageEvent, CloseEvent, ProgressEvent } = world;
  const { EventTarget, DOMException } = world;
  const string = world.String.prototype;
  const text: TextTools = bare({
    indexOf: method<number>(string, 'indexOf'),
    slice: method<string>(string, 'slice'),
  });

  return bare({
    apply,
    construct,
    defineProperty,
    getOwnPropertyDescriptor,
    has,
    ownerOf,
    bare,
    method,
    getter,
    weakMap,
    text,
    charCodeAt: method<number>(string, 'charCodeAt'),
    /** A callable that answers for `native`, and is it in every other way. */
    proxy: <T extends object>(native: T, handler: ProxyHandler<T>): T =>
      construct(NativeProxy, [native, bare(handler)]) as T,
    inherit: <T extends object>(from: object, own: T): T => {
      setPrototypeOf(own, from);
      return own;
    },
    later: (run: () => void, milliseconds: number): Timer => apply(setTimeout, world, [run, milliseconds]),
    notLater: (timer: Timer | undefined): void => void apply(clearTimeout, world, [timer]),
    listen: method<void>(EventTarget.prototype, 'addEventListener'),
    unlisten: method<void>(EventTarget.prototype, 'removeEventListener'),
    dispatch: method<boolean>(EventTarget.prototype, 'dispatchEvent'),
    stop: method<void>(Event.prototype, 'stopImmediatePropagation'),
    preventDefault: method<void>(Event.prototype, 'preventDefault'),
    typeOf: getter<string>(Event.prototype, 'type'),
    currentTargetOf: getter<EventTarget | null>(Event.prototype, 'currentTarget'),
    detailOf: getter<unknown>(CustomEvent.prototype, 'detail'),
    relatedTargetOf: getter<EventTarget | null>(MouseEvent.prototype, 'relatedTarget'),
    dataOf: getter<unknown>(MessageEvent.prototype, 'data'),
    originOf: getter<string>(MessageEvent.prototype, 'origin'),
    lastEventIdOf: getter<string>(MessageEvent.prototype, 'lastEventId'),
    event: maker<Event>(Event),
    customEvent: maker<CustomEvent>(CustomEvent),
    messageEvent: maker<MessageEvent>(MessageEvent),
    closeEvent: maker<CloseEvent>(CloseEvent),
    progressEvent: maker<ProgressEvent>(ProgressEvent),
    domException: maker<DOMException>(DOMException),
  });
}
