import { readStrictBase64, toBase64 } from '../core/base64';
import { AppError } from '../core/errors';

export const ARMOR_HEAD = '?OTR:';

/** The text that carries an encoded message ("Encoded messages"). */
export const toArmor = (octets: Uint8Array): string => `${ARMOR_HEAD}${toBase64(octets)}.`;

/** The octets behind `?OTR:`, up to the full stop. Fails with `wire/malformed`. */
export function fromArmor(text: string): Uint8Array {
  const letters = /^\?OTR:([A-Za-z0-9+/]+={0,2})\./.exec(text)?.[1];
  const octets = letters === undefined ? undefined : readStrictBase64(new TextEncoder().encode(letters));
  if (octets === undefined) throw new AppError('wire/malformed');
  return octets;
}
