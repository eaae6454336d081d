import { AppError } from '../errors';
import type { Reader } from './reader';
import type { Writer } from './writer';

/**
 * One type of the presentation language of TLS (RFC 8446, section 3): how a value is written and read.
 * Reading refuses what the schema does not allow with `AppError('wire/malformed')`; so does writing.
 */
export type Codec<T> = {
  write(writer: Writer, value: T): void;
  read(reader: Reader): T;
};

/** The type that a codec carries. */
export type Carried<C> = C extends Codec<infer T> ? T : never;

const malformed = (): never => {
  throw new AppError('wire/malformed');
};

const whole = (octets: 1 | 2 | 4): Codec<number> => {
  const most = 2 ** (octets * 8) - 1;
  return {
    write: (writer, value) =>
      Number.isInteger(value) && value >= 0 && value <= most ? writer.whole(value, octets) : malformed(),
    read: (reader) => reader.whole(octets),
  };
};

export const uint8 = whole(1);
export const uint16 = whole(2);
export const uint32 = whole(4);

/** `uint64`, held to the whole numbers that a `number` keeps exact: up to 2^53 - 1. Times are milliseconds since 1970. */
export const uint64: Codec<number> = {
  write: (writer, value) => {
    if (!Number.isSafeInteger(value) || value < 0) return malformed();
    writer.whole(Math.floor(value / 2 ** 32), 4);
    writer.whole(value % 2 ** 32, 4);
  },
  read: (reader) => {
    const value = reader.whole(4) * 2 ** 32 + reader.whole(4);
    return Number.isSafeInteger(value) ? value : malformed();
  },
};

export const boolean: Codec<boolean> = {
  write: (writer, value) => writer.whole(value ? 1 : 0, 1),
  read: (reader) => {
    const octet = reader.whole(1);
    return octet > 1 ? malformed() : octet === 1;
  },
};

/** `opaque value[length]`. What is read is a view into the octets that were given. */
export const fixed = (length: number): Codec<Uint8Array> => ({
  write: (writer, value) => (value.length === length ? writer.octets(value) : malformed()),
  read: (reader) => reader.octets(length),
});

/** `opaque value<min..max>`, its length written as RFC 9420 section 2.1.2 does. Read as a view. */
export const opaque = (max: number, min = 0): Codec<Uint8Array> => ({
  write: (writer, value) => {
    if (value.length > max || value.length < min) return malformed();
    writer.length(value.length);
    writer.octets(value);
  },
  read: (reader) => {
    const length = reader.length();
    return length > max || length < min ? malformed() : reader.octets(length);
  },
});

/** UTF-8 of at most `max` octets. */
export const text = (max: number): Codec<string> => {
  const octets = opaque(max);
  return {
    write: (writer, value) => writer.text(value, max),
    read: (reader) => {
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets.read(reader));
      } catch {
        return malformed();
      }
    },
  };
};

/** `T value<0..max>`: the number of items, then the items. (TLS counts octets; a count refuses a flood sooner.) */
export const list = <T>(item: Codec<T>, max: number): Codec<readonly T[]> => ({
  write: (writer, values) => {
    if (values.length > max) return malformed();
    writer.length(values.length);
    for (const value of values) item.write(writer, value);
  },
  read: (reader) => {
    const count = reader.length();
    if (count > max || count > reader.left) return malformed();
    const values: T[] = [];
    for (let index = 0; index < count; index++) values.push(item.read(reader));
    return values;
  },
});

/** `optional<T>` of RFC 9420, section 2.1.1. */
export const optional = <T>(item: Codec<T>): Codec<T | undefined> => ({
  write: (writer, value) => {
    writer.whole(value === undefined ? 0 : 1, 1);
    if (value !== undefined) item.write(writer, value);
  },
  read: (reader) => (boolean.read(reader) ? item.read(reader) : undefined),
});

/** One of a few names, written as the place it has in the list. Append to the list; never reorder it. */
export const oneOf = <const T extends string>(names: readonly T[]): Codec<T> => ({
  write: (writer, value) => {
    const place = names.indexOf(value);
    return place < 0 ? malformed() : writer.whole(place, 1);
  },
  read: (reader) => names[reader.whole(1)] ?? malformed(),
});

/** A value in another form in memory: an id as hex, a set as a list. */
export const mapped = <T, U>(inner: Codec<T>, to: (value: T) => U, from: (value: U) => T): Codec<U> => ({
  write: (writer, value) => inner.write(writer, from(value)),
  read: (reader) => to(inner.read(reader)),
});

/** `struct`: the fields in the order in which they are named. */
export const struct = <T extends Record<string, unknown>>(
  fields: {
    readonly [K in keyof T]: Codec<T[K]>;
  },
): Codec<T> => {
  const entries = Object.entries(fields) as Array<[keyof T & string, Codec<T[keyof T]>]>;
  return {
    write: (writer, value) => {
      for (const [name, codec] of entries) codec.write(writer, value[name]);
    },
    read: (reader) => {
      const value: Record<string, unknown> = {};
      for (const [name, codec] of entries) value[name] = codec.read(reader);
      return value as T;
    },
  };
};

/** `struct {}`. */
export const nothing: Codec<undefined> = { write: () => undefined, read: () => undefined };
