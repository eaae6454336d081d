import type { Pristine, World } from '../proxy/pristine';

/** Octets as text, one character for each: events carry texts alone between the worlds of both browsers. */
export type Octets = {
  /** A copy; `undefined` for what is neither a buffer nor a view of one. */
  copyOf(value: unknown): ArrayBuffer | undefined;
  write(buffer: ArrayBuffer): string;
  read(text: string): ArrayBuffer;
};

/** Characters that are made at a time: more would be too many arguments. */
const PIECE = 8_192;

export function createOctets(world: World, pristine: Pristine): Octets {
  const { apply, construct, getter, method, charCodeAt } = pristine;
  const { ArrayBuffer: NativeBuffer, DataView: NativeView, Uint8Array: NativeOctets } = world;
  const { fromCharCode } = world.String;
  const typed = Object.getPrototypeOf(NativeOctets.prototype) as object;
  const sizeOf = getter<number>(NativeBuffer.prototype, 'byteLength');
  const slice = method<ArrayBuffer>(NativeBuffer.prototype, 'slice');
  const part = method<Uint8Array>(typed, 'subarray');
  const facts = (of: object) => ({
    buffer: getter<ArrayBuffer>(of, 'buffer'),
    offset: getter<number>(of, 'byteOffset'),
    length: getter<number>(of, 'byteLength'),
  });
  const kinds = [facts(typed), facts(NativeView.prototype)] as const;

  /** By internal slots, which hold across frames and cannot be feigned. */
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  const viewed = (value: object, { buffer, offset, length }: ReturnType<typeof facts>) =>
    attempt(() => {
      const view = construct(NativeOctets, [buffer(value), offset(value), length(value)]) as Uint8Array;
      const copy = construct(NativeOctets, [view]) as Uint8Array;
      return kinds[0].buffer(copy);
    });
  return {
    copyOf(value) {
      if (typeof value !== 'object' || value === null) return undefined;
      return attempt(() => slice(value, 0, sizeOf(value))) ?? viewed(value, kinds[0]) ?? viewed(value, kinds[1]);
    },
    write(buffer) {
      const octets = construct(NativeOctets, [buffer]);
      let text = '';
      for (let at = 0; at < sizeOf(buffer); at += PIECE)
        text += apply(fromCharCode, undefined, part(octets, at, at + PIECE) as never) as string;
      return text;
    },
    read(text) {
      const octets = construct(NativeOctets, [text.length]) as Uint8Array;
      for (let at = 0; at < text.length; at += 1) octets[at] = charCodeAt(text, at);
      return kinds[0].buffer(octets);
    },
  };
}
