import type { MimeBody } from '../core/mime-port';
import type { ReadingAttachment } from '../core/reading';
import { shownMailboxes } from './addresses';
import { toAttachment } from './attachments';
import { fileNameOf, isReadText, rawTextOf, textOf } from './content';
import { escapeHtml } from './entities';
import { type Entity, readEntity } from './entity';
import { firstField, rawFields, shownField } from './header-fields';
import { withoutLegacyHtml, withoutLegacyText } from './legacy-display';

/** What a decrypted or signed entity holds. */
export const readBody = (entity: Uint8Array): MimeBody => readEntityBody(readEntity(entity));

/** One stretch of what is read: a text, an HTML, or both as alternatives of each other. */
type Stretch = { readonly text?: string; readonly html?: string };
type Gathered = { readonly stretches: Stretch[]; readonly attachments: ReadingAttachment[] };

export function readEntityBody(root: Entity): MimeBody {
  // A signature directly inside the seal is a layer of the envelope, not a part of what is read (RFC 3156, 6.1).
  const payload = (root.type.value === 'multipart/signed' && root.parts[0]) || root;
  const isProtected = carriesProtectedHeaders(payload);
  const gathered: Gathered = { stretches: [], attachments: [] };
  gather(payload, gathered, isProtected);
  return {
    protectedHeaders: isProtected ? protectedHeaders(payload) : {},
    ...joinStretches(gathered.stretches),
    attachments: gathered.attachments,
  };
}

/** RFC 9788, 4.1, and the draft before it that most mailers still write. Only the payload's own header counts. */
const carriesProtectedHeaders = (entity: Entity): boolean =>
  /^(?:cipher|clear)$/i.test(entity.type.parameters.get('hp') ?? '') ||
  entity.type.parameters.get('protected-headers')?.toLowerCase() === 'v1';

function protectedHeaders({ fields }: Entity): MimeBody['protectedHeaders'] {
  const messageId = /<[^<>\s]{1,900}>/.exec(firstField(fields, 'message-id') ?? '')?.[0];
  const headers: Record<string, string> = {};
  for (const name of ['subject', 'from', 'to', 'cc', 'date']) {
    const isPeople = name !== 'subject' && name !== 'date';
    const shown = isPeople ? shownMailboxes(rawFields(fields, name)) : shownField(fields, name);
    if (shown !== undefined) headers[name] = shown;
  }
  return { ...headers, ...(messageId === undefined ? {} : { messageId }) };
}

function gather(entity: Entity, into: Gathered, isProtected: boolean): void {
  const type = entity.type.value;
  if (type === 'multipart/encrypted') into.attachments.push(toAttachment(entity));
  else if (type === 'multipart/alternative') gatherAlternatives(entity, into, isProtected);
  else if (type.startsWith('multipart/') && entity.parts.length === 0) into.stretches.push({ text: rawTextOf(entity) });
  else if (type.startsWith('multipart/')) for (const part of entity.parts) gather(part, into, isProtected);
  else if (isProtected && isOldHeaderCopy(entity)) return;
  else if (isRead(entity, 'text/plain', into)) into.stretches.push({ text: readText(entity, isProtected) });
  else if (isRead(entity, 'text/html', into)) into.stretches.push({ html: readHtml(entity, isProtected) });
  else into.attachments.push(toAttachment(entity));
}

/** A text part with a file name is a file, unless it is the first thing there is to read. */
const isRead = (entity: Entity, type: 'text/plain' | 'text/html', into: Gathered): boolean =>
  isReadText(entity, type) && (fileNameOf(entity) === undefined || into.stretches.length === 0);

function gatherAlternatives(entity: Entity, into: Gathered, isProtected: boolean): void {
  let text: string | undefined;
  let html: string | undefined;
  for (const part of entity.parts) {
    const inner: Gathered = { stretches: [], attachments: [] };
    gather(part, inner, isProtected);
    const joined = joinStretches(inner.stretches);
    // The last alternative is the richest (RFC 2046, 5.1.4).
    text = joined.text ?? text;
    html = joined.html ?? html;
    into.attachments.push(...inner.attachments);
  }
  if (text !== undefined || html !== undefined)
    into.stretches.push({ ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) });
}

/** Text only where every stretch has one; HTML as soon as one has it. So neither hides a part of the mail. */
function joinStretches(stretches: readonly Stretch[]): { readonly text?: string; readonly html?: string } {
  const texts = stretches.flatMap(({ text }) => (text === undefined ? [] : [text]));
  const hasHtml = stretches.some(({ html }) => html !== undefined);
  const html = stretches.map((part) => part.html ?? `<pre>${escapeHtml(part.text ?? '')}</pre>`).join('\n<hr>\n');
  return {
    ...(texts.length > 0 && texts.length === stretches.length ? { text: texts.join('\n\n') } : {}),
    ...(hasHtml ? { html } : {}),
  };
}

const isLegacy = (entity: Entity): boolean => entity.type.parameters.get('hp-legacy-display') === '1';

function readText(entity: Entity, isProtected: boolean): string {
  const text = textOf(entity);
  return isProtected && isLegacy(entity) ? withoutLegacyText(text) : text;
}

function readHtml(entity: Entity, isProtected: boolean): string {
  const html = rawTextOf(entity);
  return isProtected && isLegacy(entity) ? withoutLegacyHtml(html) : html;
}

/** The copy that Enigmail and early Autocrypt clients put first, for readers without protected headers. */
const isOldHeaderCopy = (entity: Entity): boolean =>
  entity.type.value === 'text/rfc822-headers' &&
  entity.type.parameters.get('protected-headers')?.toLowerCase() === 'v1';
