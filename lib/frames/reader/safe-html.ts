import type { Reading } from '../../core/reading';
import type { SanitisedHtml } from '../../mime/sanitise-html';

/** The sanitiser is loaded only for messages that bring HTML: plain text paints without it. */
export async function makeSafe(reading: Reading): Promise<SanitisedHtml> {
  const { sanitiseHtml } = await import('../../mime/sanitise-html');
  return sanitiseHtml(reading.html ?? '', reading.attachments);
}
