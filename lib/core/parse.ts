import type { DraftId, EmailAddress, Fingerprint, Origin, TicketId } from './brand';
import { AppError } from './errors';

/** A parser makes an `unknown` into a `T`, or throws `AppError('bus/bad-input')`. */
export type Parser<T> = (value: unknown) => T;

const bad = (): never => {
  throw new AppError('bus/bad-input');
};

export const parseNothing: Parser<undefined> = (value) => (value === undefined ? undefined : bad());

export const parseBoolean: Parser<boolean> = (value) => (typeof value === 'boolean' ? value : bad());

/** A string of at most `max` UTF-16 units. */
export const parseText =
  (max: number): Parser<string> =>
  (value) =>
    typeof value === 'string' && value.length <= max ? value : bad();

export const parseWhole =
  (min: number, max: number): Parser<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : bad();

export const parseOneOf =
  <const T extends string>(allowed: readonly T[]): Parser<T> =>
  (value) =>
    allowed.find((item) => item === value) ?? bad();

/** A Blob of at most `max` octets. Bulk data travels between contexts as Blobs. */
export const parseBlob =
  (max: number): Parser<Blob> =>
  (value) =>
    value instanceof Blob && value.size <= max ? value : bad();

export const parseList =
  <T>(item: Parser<T>, max: number): Parser<T[]> =>
  (value) =>
    Array.isArray(value) && value.length <= max ? value.map(item) : bad();

export const parseOptional =
  <T>(inner: Parser<T>): Parser<T | undefined> =>
  (value) =>
    value === undefined || value === null ? undefined : inner(value);

type MayLack<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
/** Fields that may be undefined may be left out as well. */
export type Shape<T> = Omit<T, MayLack<T>> & { [K in MayLack<T>]?: T[K] };

/** An object with exactly the named fields; a field whose value is `undefined` is left out. */
export const parseShape =
  <T extends Record<string, unknown>>(fields: { [K in keyof T]-?: Parser<T[K]> }): Parser<Shape<T>> =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad();
    const source = value as Record<string, unknown>;
    if (Object.keys(source).some((name) => !Object.hasOwn(fields, name))) return bad();
    const result: Record<string, unknown> = {};
    for (const name of Object.keys(fields)) {
      const parsed = (fields as Record<string, Parser<unknown>>)[name]?.(source[name]);
      if (parsed !== undefined) result[name] = parsed;
    }
    return result as Shape<T>;
  };

const matching =
  <T extends string>(pattern: RegExp, normal: (text: string) => string = (text) => text): Parser<T> =>
  (value) => {
    if (typeof value !== 'string' || value.length > 2_048) return bad();
    const text = normal(value);
    return pattern.test(text) ? (text as T) : bad();
  };

export const parseFingerprint = matching<Fingerprint>(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, (t) =>
  t.replaceAll(' ', '').toLowerCase(),
);
export const parseEmailAddress = matching<EmailAddress>(
  /^[^\s@<>"(),:;\\[\]\p{Cc}\p{Cf}]{1,64}@[^\s@<>"(),:;\\[\]\p{Cc}\p{Cf}]{1,253}$/u,
  (t) => t.trim().toLowerCase(),
);
export const parseTicketId = matching<TicketId>(/^[0-9a-f]{32}$/);
export const parseDraftId = matching<DraftId>(/^[0-9a-f]{32}$/);
export const parseOrigin = matching<Origin>(/^https?:\/\/[^\s/?#@]+$/);

/** The address, or undefined where the text is none. */
export function toEmailAddress(text: string): EmailAddress | undefined {
  try {
    return parseEmailAddress(text);
  } catch {
    return undefined;
  }
}
