import type { Envelope, OuterHeaders } from '../core/mime-port';
import { listAuthors, shownMailboxes } from './addresses';
import { findBrokenPgpMime } from './broken-envelope';
import { contentOf, contentStart } from './content';
import { type Entity, readEntity } from './entity';
import { firstField, type HeaderField, rawFields, shownField } from './header-fields';
import { findInline } from './inline-envelope';
import { beginsWith, toCrlf } from './octets';
import { outsideText } from './outside-text';
import { readEntityBody } from './read-body';

/**
 * The outermost cryptographic envelope of a whole mail. [req 19] Whatever stands beside it is told as
 * `outsideText`; envelopes inside other messages or behind the first one are not looked for.
 */
export function findEnvelope(mail: Uint8Array): { readonly headers: OuterHeaders; readonly envelope: Envelope } {
  const root = readEntity(mail);
  return { headers: outerHeaders(root.fields), envelope: envelopeOf(root) };
}

function envelopeOf(root: Entity): Envelope {
  for (const entity of multiparts(root)) {
    const found = pgpMime(entity);
    if (found) return { ...found.envelope, ...outside(outsideText(root, found.inside)) };
  }
  const broken = findBrokenPgpMime(root);
  if (broken) return broken;
  return findInline(root) ?? { kind: 'plain', body: readEntityBody(root) };
}

type Found = { readonly envelope: Envelope; readonly inside: ReadonlySet<Entity> };

function pgpMime(entity: Entity): Found | undefined {
  const [first, second] = entity.parts;
  if (!first || !second) return undefined;
  if (entity.type.value === 'multipart/signed' && second.type.value === 'application/pgp-signature') {
    const signature = contentOf(second);
    const envelope: Envelope = { kind: 'pgp-mime-signed', signedPart: toCrlf(first.octets), signature };
    return { envelope, inside: new Set([first, second]) };
  }
  if (entity.type.value !== 'multipart/encrypted') return undefined;
  // RFC 3156, 4: the version, then the octets; some mailers swap or retype them.
  const version = entity.parts.find((part) => part.type.value === 'application/pgp-encrypted');
  const sealed = entity.parts.find((part) => part !== version && holdsMessage(contentStart(part)));
  const data = sealed ?? (version === first && second.type.value === 'application/octet-stream' ? second : undefined);
  if (!data) return undefined;
  const inside = new Set(version ? [version, data] : [data]);
  return { envelope: { kind: 'pgp-mime-encrypted', ciphertext: contentOf(data) }, inside };
}

const holdsMessage = (content: Uint8Array): boolean => beginsWith(content, '-----BEGIN PGP MESSAGE-----');

/** Root first, in the order of the mail; a signed or sealed part is not entered. */
function* multiparts(entity: Entity): Generator<Entity> {
  if (!entity.type.value.startsWith('multipart/')) return;
  yield entity;
  for (const part of entity.parts) yield* multiparts(part);
}

const outside = (text: string | undefined): { readonly outsideText?: string } =>
  text === undefined ? {} : { outsideText: text };

function outerHeaders(fields: readonly HeaderField[]): OuterHeaders {
  const sender = listAuthors(rawFields(fields, 'sender'))[0];
  const messageId = /<[^<>\s]{1,900}>/.exec(firstField(fields, 'message-id') ?? '')?.[0];
  const shown = {
    sender,
    to: shownMailboxes(rawFields(fields, 'to')),
    cc: shownMailboxes(rawFields(fields, 'cc')),
    subject: shownField(fields, 'subject'),
    date: shownField(fields, 'date'),
    messageId,
  };
  return { from: listAuthors(rawFields(fields, 'from')), ...withoutUndefined(shown) };
}

/** The same without fields that are `undefined`, which exact optional types refuse. */
function withoutUndefined<T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string;
  };
}
