import type { Reading } from '../../core/reading';
import { htmlToPlain } from '../../mime/html-to-plain';

/** A message's HTML after the sanitiser: only this is ever given to a frame. */
export type SafeHtml = {
  /** A whole document for `srcdoc`; a TrustedHTML where the browser knows Trusted Types. */
  readonly document: string;
  /** How many remote pictures and other contents were left out. */
  readonly leftOut: number;
  /** The words alone, for the text view and for answers. */
  readonly text: string;
};

/** The sanitiser is loaded only for messages that bring HTML: plain text paints without it. */
export async function makeSafe(reading: Reading): Promise<SafeHtml> {
  const { sanitiseHtml } = await import('../../mime/sanitise-html');
  const html = reading.html ?? '';
  const images = reading.attachments.filter((file) => file.contentId !== undefined);
  const { document, removed } = await sanitiseHtml(html, images);
  return { document, leftOut: removed, text: htmlToPlain(html) };
}
