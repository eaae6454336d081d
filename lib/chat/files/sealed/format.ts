import { AppError } from '../../../core/errors';
import { fixed, struct, uint8, uint64 } from '../../../core/wire/codec';
import { decode, encode } from '../../../core/wire/encode';
import { kindOf, markSealed, refusalOf } from '../../../core/wire/sealed';

/** Every octet of a sealed file: docs/files.md. */

const VERSION = 1;
export const KEY_OCTETS = 32;
export const SALT_OCTETS = 32;
/** Octets of the content in each segment but the last. */
export const SEGMENT_OCTETS = 65_536;
const TAG_OCTETS = 16;
export const SEALED_SEGMENT_OCTETS = SEGMENT_OCTETS + TAG_OCTETS;
/** Behind mark, kind and version. */
export const SALT_AT = 4;
/** The length follows the salt. */
export const HEADER_OCTETS = SALT_AT + SALT_OCTETS + 8;

/** What a sealed file may have in all: the default of a relay. */
const SEALED_LIMIT = 100 * 1024 * 1024;
/** What the content may have, so that its sealed file has no more than that. */
export const CONTENT_LIMIT =
  SEALED_LIMIT - HEADER_OCTETS - Math.ceil(SEALED_LIMIT / SEALED_SEGMENT_OCTETS) * TAG_OCTETS;

/** Segments of a content of so many octets; an empty one has one, empty. */
export const segmentsOf = (octets: number): number => Math.max(1, Math.ceil(octets / SEGMENT_OCTETS));

/** Octets of the sealed file of a content of so many octets. */
export const sealedOctetsOf = (octets: number): number => HEADER_OCTETS + octets + segmentsOf(octets) * TAG_OCTETS;

const rest = struct({ version: uint8, salt: fixed(SALT_OCTETS), octets: uint64 });

export const writeHeader = (salt: Uint8Array, octets: number): Uint8Array<ArrayBuffer> =>
  markSealed('attachment', encode(rest, { version: VERSION, salt, octets }));

/** What the first octets say. Fails with `file/damaged`. */
export function readHeader(header: Uint8Array): { readonly salt: Uint8Array; readonly octets: number } {
  if (header.length !== HEADER_OCTETS || refusalOf(header) !== undefined || kindOf(header) !== 'attachment') {
    throw new AppError('file/damaged');
  }
  try {
    const { version, salt, octets } = decode(rest, header.subarray(3));
    if (version === VERSION) return { salt, octets };
  } catch (cause) {
    throw new AppError('file/damaged', { cause });
  }
  throw new AppError('file/damaged');
}
