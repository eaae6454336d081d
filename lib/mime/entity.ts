import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import { firstField, type HeaderField, readHeader } from './header-fields';
import { CR, endBefore, LF, nextHyphenLine, nextLine, toUtf8 } from './octets';
import { parseStructured, type Structured } from './parameters';

/** One MIME entity with the exact octets it was read from (RFC 2045, 2.4). */
export type Entity = {
  readonly fields: readonly HeaderField[];
  readonly type: Structured;
  readonly disposition: Structured;
  /** Header and body as they stand, without the line end that belongs to the boundary behind. */
  readonly octets: Uint8Array;
  readonly body: Uint8Array;
  /** Parts of a multipart; empty for anything else. Attached messages are not opened. */
  readonly parts: readonly Entity[];
};

/** A delimiter line that ended a part: whose it is, and where. */
type Stop = { readonly level: number; readonly closing: boolean; readonly at: number; readonly behind: number };
type Read = { readonly entity: Entity; readonly stop: Stop };

/** RFC 2046 allows 70; some mailers write more. */
const BOUNDARY_LIMIT = 250;
const HYPHEN = 45;

/**
 * The structure of a mail in one pass over its octets, however deep it is.
 * @throws AppError `mail/malformed` past `LIMITS.mimeParts` or `LIMITS.mimeDepth`, or above 1 MiB of header.
 */
export function readEntity(octets: Uint8Array): Entity {
  const boundaries: Uint8Array[] = [];
  /** How many open boundaries begin with each octet: most lines of hyphens are told apart by it. */
  const begins = new Uint8Array(256);
  let count = 0;

  function read(start: number): Read {
    if (++count > LIMITS.mimeParts || boundaries.length > LIMITS.mimeDepth) throw new AppError('mail/malformed');
    const { fields, bodyStart } = readHeader(octets, start, delimiterAt);
    const type = parseStructured(firstField(fields, 'content-type') ?? 'text/plain');
    const disposition = parseStructured(firstField(fields, 'content-disposition') ?? '');
    const boundary = type.value.startsWith('multipart/') ? toBoundary(type.parameters.get('boundary')) : undefined;
    const parts: Entity[] = [];
    const beginning = boundary?.[0] ?? 0;
    if (boundary) {
      boundaries.push(boundary);
      begins[beginning] = (begins[beginning] ?? 0) + 1;
    }
    const level = boundaries.length;
    let stop = findStop(bodyStart);
    if (boundary) {
      while (stop.level === level && !stop.closing) {
        const part = read(stop.behind);
        parts.push(part.entity);
        stop = part.stop;
      }
      boundaries.pop();
      begins[beginning] = (begins[beginning] ?? 1) - 1;
      if (stop.level === level) stop = findStop(stop.behind);
    }
    const end = stop.level > 0 ? endBefore(octets, stop.at, bodyStart) : stop.at;
    const entity: Entity = {
      fields,
      type,
      disposition,
      octets: octets.subarray(start, end),
      body: octets.subarray(bodyStart, end),
      parts,
    };
    return { entity, stop };
  }

  /** The next delimiter line of any open multipart; of equal boundaries the outermost counts. */
  function findStop(from: number): Stop {
    const end: Stop = { level: 0, closing: true, at: octets.length, behind: octets.length };
    if (boundaries.length === 0) return end;
    for (let at = nextHyphenLine(octets, from); at < octets.length; at = nextHyphenLine(octets, at + 2)) {
      const stop = delimiterAt(at);
      if (stop) return stop;
    }
    return end;
  }

  function delimiterAt(at: number): Stop | undefined {
    if (!begins[octets[at + 2] ?? 0]) return undefined;
    for (let index = 0; index < boundaries.length; index++) {
      const boundary = boundaries[index];
      const closing = boundary && matchDelimiter(octets, at + 2, boundary);
      if (closing !== undefined) return { level: index + 1, closing, at, behind: nextLine(octets, at) };
    }
    return undefined;
  }

  return read(0).entity;
}

function toBoundary(text: string | undefined): Uint8Array | undefined {
  const trimmed = text?.trimEnd();
  return trimmed && trimmed.length <= BOUNDARY_LIMIT ? toUtf8(trimmed) : undefined;
}

/** `true` for a closing delimiter, `false` for one between parts, `undefined` for any other line. */
function matchDelimiter(octets: Uint8Array, from: number, boundary: Uint8Array): boolean | undefined {
  for (let index = 0; index < boundary.length; index++) if (octets[from + index] !== boundary[index]) return undefined;
  let at = from + boundary.length;
  const closing = octets[at] === HYPHEN && octets[at + 1] === HYPHEN;
  if (closing) at += 2;
  // Transport padding (RFC 2046, 5.1.1); anything else makes it a line of text.
  while (octets[at] === 32 || octets[at] === 9) at++;
  return at >= octets.length || octets[at] === LF || octets[at] === CR ? closing : undefined;
}

/** The parts that are not made of parts, in the order of the mail. */
export function* leavesOf(entity: Entity): Generator<Entity> {
  if (entity.parts.length === 0) yield entity;
  else for (const part of entity.parts) yield* leavesOf(part);
}
