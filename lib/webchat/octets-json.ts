import { readStrictBase64, toBase64 } from '../core/base64';
import { AppError } from '../core/errors';

/** A value of ours with octets in it, as octets to be sealed. */
export const toSealable = (value: unknown): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify(value, (_key, one: unknown) => (one instanceof Uint8Array ? { octets64: toBase64(one) } : one)),
  );

/** Reads what was sealed here, and by nobody else. */
export const fromSealable = (octets: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(octets), revive);

function revive(_key: string, one: unknown): unknown {
  if (typeof one !== 'object' || one === null || !('octets64' in one)) return one;
  const octets = readStrictBase64(new TextEncoder().encode(String(one.octets64)));
  if (octets === undefined && one.octets64 !== '') throw new AppError('vault/damaged');
  return octets ?? new Uint8Array();
}
