import type { Callable, Pristine, World } from './pristine';

/**
 * How something of the page's world is replaced: by a JavaScript Proxy of the native one, so that its name, length,
 * text, prototype, constants and descriptor stay, and `instanceof` and subclasses work by themselves.
 */
export type Replace = {
  /** `handle` is called in the place of a method. */
  method(of: object, name: string, handle: (native: Callable, self: never, values: unknown[]) => unknown): void;
  getter(of: object, name: string, handle: (native: Callable, self: never) => unknown): void;
  setter(of: object, name: string, handle: (native: Callable, self: never, values: unknown[]) => unknown): void;
  /**
   * `made` hears of each instance, those of subclasses too; `before` may change what the native constructor is given.
   * Other names of the same constructor go along. `isMark`: keys that it says to have, by which another script of ours
   * finds out. Absent in this browser: nothing happens.
   */
  constructor(
    name: string,
    made: (instance: never, values: unknown[]) => void,
    more?: {
      readonly before?: (values: unknown[]) => void;
      readonly aliases?: readonly string[];
      readonly isMark?: (key: string | symbol) => boolean;
    },
  ): void;
};

export function createReplace(pristine: Pristine, world: World): Replace {
  const { defineProperty, getOwnPropertyDescriptor, ownerOf, proxy, construct, has } = pristine;
  const change = (
    of: object,
    name: string,
    part: 'value' | 'get' | 'set',
    replacement: (native: Callable) => unknown,
  ) => {
    const descriptor = getOwnPropertyDescriptor(of, name);
    const native: unknown = descriptor?.[part];
    if (descriptor === undefined || typeof native !== 'function') return;
    descriptor[part] = replacement(native) as never;
    defineProperty(of, name, descriptor);
  };
  const called = (of: object, name: string, part: 'value' | 'set', handle: Parameters<Replace['method']>[2]) =>
    change(ownerOf(of, name) ?? of, name, part, (native) =>
      proxy(native, { apply: (target, self, values) => handle(target, self as never, values) }),
    );
  return {
    method: (of, name, handle) => called(of, name, 'value', handle),
    setter: (of, name, handle) => called(of, name, 'set', handle),
    getter: (of, name, handle) =>
      change(ownerOf(of, name) ?? of, name, 'get', (native) =>
        proxy(native, { apply: (target, self) => handle(target, self as never) }),
      ),
    constructor: (name, made, { before, aliases = [], isMark } = {}) =>
      change(world, name, 'value', (native) => {
        const replaced: Callable = proxy(native, {
          construct(target, values, newTarget) {
            before?.(values);
            const instance = construct(target, values, newTarget === replaced ? target : newTarget) as object;
            made(instance as never, values);
            return instance;
          },
          has: (target, key) => isMark?.(key) === true || has(target, key),
        });
        const { prototype } = native as unknown as { prototype: object };
        change(prototype, 'constructor', 'value', () => replaced);
        for (let at = 0; at < aliases.length; at += 1)
          change(world, aliases[at] ?? name, 'value', (other) => (other === native ? replaced : other));
        return replaced;
      }),
  };
}
