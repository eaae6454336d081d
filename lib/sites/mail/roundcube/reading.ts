import { findArmor, mayHoldArmor, soleArmor } from '../../armor';
import { isParsed, readLines } from '../../page-text';
import type { ComposeMode, Found, FoundCertificate, FoundMessage } from '../site';
import { type AttachedFile, listFiles } from './files';
import { type MessageRef, mailUrl, messageRef } from './page';
import { fetchAttachment, fetchSource } from './source';

type Mail = { readonly page: Document; readonly ref: MessageRef; readonly body: Element; readonly from?: string };

/** A message page does not change once it is parsed, so each body is looked at once. */
const looked = new WeakMap<Element, readonly Found[]>();

/** Sealed and signed mail, and certificates, on a message or preview page. */
export function findRoundcubeMail(page: Document): readonly Found[] {
  const body = page.querySelector('#messagebody');
  const ref = messageRef(page);
  if (body === null || ref === undefined || !isParsed(body)) return [];
  const known = looked.get(body) ?? findInBody(page, body, ref);
  looked.set(body, known);
  return known;
}

function findInBody(page: Document, body: Element, ref: MessageRef): readonly Found[] {
  const senders = shownSenders(page);
  const mail: Mail = { page, ref, body, ...(senders.length === 1 ? { from: senders[0] as string } : {}) };
  const files = listFiles(page);
  if (files.some(({ looks }) => looks === 'sealed' || looks === 'signature')) return [wholeMail(mail)];
  const parts = [...body.querySelectorAll('.message-part, .message-htmlpart')].filter(
    (part) => part.parentElement?.closest('.message-part, .message-htmlpart') == null,
  );
  const inText = parts.flatMap((part) => findInPart(mail, part, files));
  if (inText.some((found) => found.kind === 'message' && found.whole === 'mime')) return [wholeMail(mail)];
  return [...inText, ...files.flatMap((file) => findInFile(mail, file))];
}

/** Armor alone in its part is taken from the page at once; everything else needs the mail as it came. */
function findInPart(mail: Mail, part: Element, files: readonly AttachedFile[]): readonly Found[] {
  if (!mayHoldArmor(part.textContent ?? '')) return [];
  const text = readLines(part);
  const blocks = findArmor(text);
  const sealed = blocks.filter(({ kind }) => kind !== 'certificate');
  if (sealed.length > 0) {
    const sole = soleArmor(text);
    const quick = sole?.kind === 'message' && files.length === 0 && mail.from !== undefined;
    return [quick ? armorInPage(mail, part, sole.text) : wholeMail(mail)];
  }
  return blocks.slice(0, 1).map(({ text: armored }): FoundCertificate => {
    const how = soleArmor(text) === undefined ? 'beside' : 'replace';
    return { ...offer(mail, part, how, 'page'), armored: async () => new Blob([armored]) };
  });
}

function findInFile(mail: Mail, { looks, link, item }: AttachedFile): readonly Found[] {
  const armored = () => fetchAttachment(mail.page, link);
  const key = item;
  if (looks === 'certificate') return [{ ...offer(mail, item, 'beside', 'mail-attachment'), key, armored }];
  if (looks !== 'unsure') return [];
  const look = async (): Promise<FoundMessage | FoundCertificate | undefined> => {
    const blob = await armored();
    const [block] = findArmor((await blob?.text()) ?? '');
    if (block === undefined) return undefined;
    if (block.kind !== 'certificate') return wholeMail(mail);
    return { ...offer(mail, item, 'beside', 'mail-attachment'), key, armored: async () => blob };
  };
  return [{ kind: 'unsure', key, look }];
}

/** Beside an attachment means above the body: the list of files is too narrow for a frame. */
const offer = (
  { body, from }: Mail,
  place: Element,
  how: FoundCertificate['how'],
  source: FoundCertificate['source'],
): Omit<FoundCertificate, 'armored'> => ({
  kind: 'certificate',
  place: source === 'mail-attachment' ? body : place,
  how,
  source,
  ...(from === undefined ? {} : { from }),
});

function armorInPage(mail: Mail, place: Element, armored: string): FoundMessage {
  const ready = new Blob([armored]);
  return { ...message(mail, place), whole: 'armor', ready, source: async () => ready };
}

const wholeMail = (mail: Mail): FoundMessage => ({
  ...message(mail, mail.body),
  whole: 'mime',
  source: () => fetchSource(mail.page, mail.ref),
});

const message = ({ page, ref, from }: Mail, place: Element) => ({
  kind: 'message' as const,
  place,
  how: 'replace' as const,
  ...(from === undefined ? {} : { from }),
  composeUrl: (mode: ComposeMode) => composeUrl(page, ref, mode),
});

function composeUrl(page: Document, { uid, mailbox }: MessageRef, mode: ComposeMode): string {
  const which: Record<string, string> =
    mode === 'forward' ? { _forward_uid: uid } : { _reply_uid: uid, ...(mode === 'reply-all' ? { _all: 'all' } : {}) };
  return mailUrl(page, { _action: 'compose', ...which, _mbox: mailbox }).href;
}

/** Every From address that the page's own header shows; what looks like one inside the message is no header. */
function shownSenders(page: Document): readonly string[] {
  const header = page.querySelector('#message-header');
  const inTable = header?.querySelectorAll('.header-headers td.from a.rcmContactAddress[title]') ?? [];
  const inSummary = header?.querySelectorAll('.header-summary a.rcmContactAddress[title]') ?? [];
  const links = inTable.length > 0 ? inTable : inSummary;
  return [...new Set([...links].map((link) => link.getAttribute('title') ?? ''))];
}
