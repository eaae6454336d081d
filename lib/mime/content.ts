import { readBase64 } from '../core/base64';
import { LIMITS } from '../core/limits';
import { decodeCharset } from './charset';
import type { Entity } from './entity';
import { safeFileName } from './file-name';
import { unflow } from './flowed';
import { firstField } from './header-fields';
import { LF } from './octets';
import { decodeQuotedPrintable } from './quoted-printable';

/** The body without its transfer encoding (RFC 2045, 6); an unknown encoding is left as it stands. */
export const contentOf = (entity: Entity): Uint8Array => decoded(entity, entity.body);

/** Enough of the content to tell what it is, without decoding a large file for it. */
export const contentStart = (entity: Entity): Uint8Array => decoded(entity, entity.body.subarray(0, 4_096));

function decoded(entity: Entity, body: Uint8Array): Uint8Array {
  const field = firstField(entity.fields, 'content-transfer-encoding') ?? '';
  switch (/^[^\s;(]*/.exec(field)?.[0].toLowerCase()) {
    case 'base64':
      return readBase64(body);
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    default:
      return body;
  }
}

/** The text of a text part, line ends as `\n`; lines as they were sent. */
export function rawTextOf(entity: Entity): string {
  const known = texts.get(entity);
  if (known !== undefined) return known;
  const text = decodeCharset(contentOf(entity), entity.type.parameters.get('charset')).replace(/\r\n?/g, '\n');
  texts.set(entity, text);
  return text;
}

/** The same text is asked for by several readers of one mail. */
const texts = new WeakMap<Entity, string>();

/** The text of a text part as its sender saw it: `format=flowed` joined (RFC 3676). */
export function textOf(entity: Entity): string {
  const text = rawTextOf(entity);
  const joins = isFlowed(entity) && text.length <= LIMITS.textLength;
  return joins ? unflow(text, entity.type.parameters.get('delsp')?.toLowerCase() === 'yes') : text;
}

export const isFlowed = (entity: Entity): boolean => entity.type.parameters.get('format')?.toLowerCase() === 'flowed';

/** The name the part gives itself, neutralised; `undefined` where it gives none. */
export function fileNameOf(entity: Entity): string | undefined {
  const name = entity.disposition.parameters.get('filename') ?? entity.type.parameters.get('name');
  return name?.trim() ? safeFileName(name, entity.type.value) : undefined;
}

export const isAttached = (entity: Entity): boolean => entity.disposition.value === 'attachment';

/** A text part that belongs to what is read, not to what is saved. */
export const isReadText = (entity: Entity, type: 'text/plain' | 'text/html'): boolean =>
  entity.type.value === type && !isAttached(entity);

/** Whether the body is white space alone. */
export function isBlank(octets: Uint8Array): boolean {
  for (const octet of octets) if (octet > 32 || (octet < 9 && octet !== LF)) return false;
  return true;
}
