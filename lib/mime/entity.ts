import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import { firstField, type HeaderField, readHeader } from './header-fields';
import { endBefore, nextHyphenLine, nextLine, toUtf8 } from './octets';
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
/** A boundary in UTF-8, two hyphens, white space. */
const LINE_LIMIT = 1_000;

/**
 * The structure of a mail in one pass over its octets, however deep it is.
 * @throws AppError `mail/malformed` past `LIMITS.mimeParts` or `LIMITS.mimeDepth`, or above 1 MiB of header.
 */
export function readEntity(octets: Uint8Array): Entity {
  /** Level of each open multipart by its boundary; of equal boundaries the outermost counts. */
  const levels = new Map<string, number>();
  let depth = 0;
  /** How many open boundaries begin with each octet: most lines of hyphens are told apart by it. */
  const begins = new Uint8Array(256);
  let count = 0;

  function read(start: number): Read {
    if (++count > LIMITS.mimeParts || depth > LIMITS.mimeDepth) throw new AppError('mail/malformed');
    const { fields, bodyStart } = readHeader(octets, start, delimiterAt);
    const type = parseStructured(firstField(fields, 'content-type') ?? 'text/plain');
    const disposition = parseStructured(firstField(fields, 'content-disposition') ?? '');
    const boundary = type.value.startsWith('multipart/') ? toBoundary(type.parameters.get('boundary')) : undefined;
    const parts: Entity[] = [];
    const beginning = boundary?.charCodeAt(0) ?? 0;
    const isNew = boundary !== undefined && !levels.has(boundary);
    if (boundary !== undefined) {
      depth++;
      begins[beginning] = (begins[beginning] ?? 0) + 1;
      if (isNew) levels.set(boundary, depth);
    }
    const level = depth;
    let stop = findStop(bodyStart);
    if (boundary !== undefined) {
      while (stop.level === level && !stop.closing) {
        const part = read(stop.behind);
        parts.push(part.entity);
        stop = part.stop;
      }
      depth--;
      if (isNew) levels.delete(boundary);
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

  /** The next delimiter line of any open multipart. */
  function findStop(from: number): Stop {
    const end: Stop = { level: 0, closing: true, at: octets.length, behind: octets.length };
    if (depth === 0) return end;
    for (let at = nextHyphenLine(octets, from); at < octets.length; at = nextHyphenLine(octets, at + 2)) {
      const stop = delimiterAt(at);
      if (stop) return stop;
    }
    return end;
  }

  function delimiterAt(at: number): Stop | undefined {
    if (!begins[octets[at + 2] ?? 0]) return undefined;
    const token = delimiterToken(octets, at + 2);
    const between = levels.get(token);
    if (between !== undefined) return { level: between, closing: false, at, behind: nextLine(octets, at) };
    const closed = token.endsWith('--') ? levels.get(token.slice(0, -2)) : undefined;
    if (closed !== undefined) return { level: closed, closing: true, at, behind: nextLine(octets, at) };
    return undefined;
  }

  return read(0).entity;
}

/** One character for each octet, whatever it is. */
const octetText = new TextDecoder('windows-1252');
const LF = 10;
const CR = 13;

/** As `delimiterToken` reads them. */
function toBoundary(text: string | undefined): string | undefined {
  const trimmed = text?.trimEnd();
  return trimmed && trimmed.length <= BOUNDARY_LIMIT ? octetText.decode(toUtf8(trimmed)) : undefined;
}

/** A line of hyphens without them and without transport padding (RFC 2046, 5.1.1); empty where it is too long for one. */
function delimiterToken(octets: Uint8Array, from: number): string {
  let end = from;
  while (end < octets.length && octets[end] !== LF && octets[end] !== CR) if (++end - from > LINE_LIMIT) return '';
  while (end > from && (octets[end - 1] === 32 || octets[end - 1] === 9)) end--;
  return octetText.decode(octets.subarray(from, end));
}

/** The parts that are not made of parts, in the order of the mail. */
export function* leavesOf(entity: Entity): Generator<Entity> {
  if (entity.parts.length === 0) yield entity;
  else for (const part of entity.parts) yield* leavesOf(part);
}
