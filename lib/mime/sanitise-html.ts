import DOMPurify from 'dompurify';
import type { ReadingAttachment } from '../core/reading';
import { escapeHtml } from './entities';
import { htmlToPlain } from './html-to-plain';
import { isLight } from './html-weight';
import { imageSources } from './image-sources';
import { renderedText } from './rendered-text';
import { safeSheet } from './safe-css';
import { countRemoved, makeElementsSafe } from './safe-elements';

/** A stranger's HTML made fit for a frame that has no scripts, no origin and no network. */
export type SanitisedHtml = {
  /** A whole document for `srcdoc`: a `TrustedHTML` where the browser knows Trusted Types. */
  readonly document: string;
  /** How many remote pictures, styles, frames and other contents were left out. */
  readonly removed: number;
  /** The words that the document shows, and no others: for answers. [req 20] */
  readonly text: string;
};

/** The second wall: even if the sanitiser failed, nothing runs and nothing is asked of the network. [req 22] */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'none'; form-action 'none'; base-uri 'none'; frame-src 'none'";

const TAGS = (
  'a abbr address article aside b bdi bdo big blockquote body br caption center cite code col colgroup dd del dfn div dl dt ' +
  'em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd li main mark ol p pre q s samp section ' +
  'small span strike strong style sub sup table tbody td tfoot th thead time tr tt u ul var wbr'
).split(' ');
const ATTRIBUTES = (
  'align alt bgcolor border cellpadding cellspacing class color colspan dir face height hidden href id lang nowrap ' +
  'rowspan size span src start style text title type valign value width'
).split(' ');

const WORDS = 200_000;

/** Readable in light and dark where the mail names no colours of its own. */
const BASE_STYLE =
  'body { margin: 12px; font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; background: Canvas; color: CanvasText } ' +
  'img { max-width: 100%; height: auto } pre { white-space: pre-wrap } ' +
  'blockquote { margin: 0 0 0 8px; padding-left: 8px; border-left: 2px solid #8888 } a { color: LinkText }';

/**
 * The one place where HTML of others becomes HTML of ours. Pictures come from the mail itself (`cid:`, `data:`) or not
 * at all. Needs a DOM. `baseStyle` is our own CSS, put before the mail's.
 */
export async function sanitiseHtml(
  html: string,
  files: readonly ReadingAttachment[],
  baseStyle: string = BASE_STYLE,
): Promise<SanitisedHtml> {
  const images = await imageSources(files, html);
  const { body, sheet, removed } = purify(html, images);
  const scheme = /color|background/i.test(body.outerHTML + sheet) ? 'light' : 'light dark';
  const head =
    `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    `<meta name="referrer" content="no-referrer"><style>:root { color-scheme: ${scheme} } ${baseStyle}</style>` +
    `<style>${sheet}</style></head>`;
  return { document: trust(`${head}${body.outerHTML}</html>`), removed, text: renderedText(body) };
}

/** The words of an HTML as they would be shown: what answers quote. Needs a DOM. [req 20] */
export const htmlToText = (html: string): string => renderedText(purify(html, new Map()).body);

/** What would make the browser stand still is shown by its words. */
const wordsOnly = (html: string): string => `<pre>${escapeHtml(htmlToPlain(html).slice(0, WORDS))}</pre>`;

type Purified = { readonly body: HTMLElement; readonly sheet: string; readonly removed: number };

function purify(html: string, images: ReadonlyMap<string, string>): Purified {
  const root = DOMPurify.sanitize(isLight(html) ? html : wordsOnly(html), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    // What a form or a plug-in holds is not the mail's text.
    ADD_FORBID_CONTENTS: ['button', 'object', 'option', 'select', 'textarea', 'video'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    WHOLE_DOCUMENT: true,
    RETURN_DOM: true,
  }) as HTMLElement;
  let removed = countRemoved(DOMPurify.removed);
  const sheets = [...root.querySelectorAll('style')].map((element) => {
    const { css, remote } = safeSheet(element.textContent ?? '');
    element.remove();
    removed += remote;
    return css;
  });
  const body = root.querySelector('body') ?? root.ownerDocument.createElement('body');
  removed += makeElementsSafe(body, images);
  return { body, sheet: sheets.join('\n'), removed };
}

let policy: { createHTML(html: string): unknown } | undefined;

/** Only what `purify` made comes here; the policy's name stands in the pages' Content-Security-Policy. [req 31] */
function trust(html: string): string {
  const factory = (globalThis as { trustedTypes?: TrustedTypesLike }).trustedTypes;
  policy ??= factory?.createPolicy('sotto-mail', { createHTML: (text) => text });
  // A TrustedHTML is a string to every sink and to every reader; the DOM's types name it `string`.
  return policy ? (policy.createHTML(html) as string) : html;
}

type TrustedTypesLike = {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(html: string): unknown };
};
