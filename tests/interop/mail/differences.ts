import type { Reading } from '../../../lib/core/reading';
import type { Expected } from './rows/row';

/** In words, where a reading is not what it must be. */
export async function differences(reading: Reading, expected: Expected): Promise<readonly string[]> {
  const found: string[] = [];
  const compare = (what: string, is: unknown, shall: unknown): void => {
    if (is !== shall) found.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(shall)}`);
  };
  compare('seal', reading.sealed, expected.sealed);
  compare('signature', reading.signature.status, expected.signature);
  compare('text', reading.text?.trimEnd(), expected.text);
  compare('subject', reading.protectedHeaders.subject, expected.subject);
  if (!matches(expected.html, reading.html)) found.push(`HTML is ${JSON.stringify(reading.html)}`);
  if (!matches(expected.outside, reading.outsideText)) found.push(`outside is ${JSON.stringify(reading.outsideText)}`);
  const files = expected.files ?? [];
  compare('names of files', reading.attachments.map(({ name }) => name).join(), files.map(([name]) => name).join());
  for (const [index, [name, content]] of files.entries()) {
    const is = Buffer.from((await reading.attachments[index]?.content.arrayBuffer()) ?? new ArrayBuffer(0));
    if (content === 'CERTIFICATE')
      compare(`${name} holds a certificate`, reading.attachments[index]?.holdsCertificate, true);
    else if (content === 'MAIL') compare(`${name} is a mail`, is.includes('Content-Type: multipart/encrypted'), true);
    else compare(`octets of ${name}`, is.equals(Buffer.from(content)), true);
  }
  return found;
}

const matches = (pattern: RegExp | undefined, text: string | undefined): boolean =>
  pattern === undefined ? text === undefined : text !== undefined && pattern.test(text);
