import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { armoredText } from '../../../lib/mail/armored-text';
import { readMail } from '../../../lib/mail/read-mail';
import { createMime } from '../../../lib/mime/mime';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';

const mime = createMime();
const pgp = createOpenPgp();
const fixture = (path: string) => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url));
const latin = Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65);
const armor = (header: string) => `-----BEGIN PGP MESSAGE-----\n${header}\nhF4D\n-----END PGP MESSAGE-----\n`;

describe('inline text', () => {
  it('is read in the charset that its armor names', async () => {
    const [mine] = await pgp.importSecret(fixture('openpgp/secret.asc'), undefined);
    if (mine === undefined) throw new Error('the fixture holds a key');
    const reading = await readMail(
      { whole: 'armor', octets: fixture('mail/enigmail-charset.asc') },
      {
        pgp,
        mime,
        secrets: () => Promise.resolve(Object.assign([mine.secret], { [Symbol.dispose]: () => undefined })),
        signers: () => Promise.resolve([]),
        judge: () => Promise.resolve({ status: 'none' }),
      },
    );
    expect(reading.text).toBe('Grüße für 5 €');
  });

  it('is UTF-8, or windows-1252 where it is not, if the armor names no charset or none that is known', () => {
    const utf8 = new TextEncoder().encode('Grüße\r\nzwei');
    expect(armoredText(armor(''), utf8, mime)).toBe('Grüße\nzwei');
    expect(armoredText(armor('Comment: x\n'), latin, mime)).toBe('Grüße');
    expect(armoredText(armor('Charset: x-nothing\n'), utf8, mime)).toBe('Grüße\nzwei');
  });

  it('is never read otherwise than UTF-8 where it is that, whatever the unprotected armor says [req 17]', () => {
    const utf8 = new TextEncoder().encode('5 \u20ac an B\u00e4rbel');
    for (const charset of ['windows-1252', 'utf-16le', 'koi8-r', 'shift_jis'])
      expect(armoredText(armor(`Charset: ${charset}\n`), utf8, mime)).toBe('5 \u20ac an B\u00e4rbel');
  });

  it('takes no header of a part from the armor, and no charset from the text behind it', () => {
    expect(armoredText(armor('Charset: utf-8"; x="\n'), latin, mime)).toBe('Grüße');
    const words = new TextEncoder().encode('Content-Type: text/html\r\n\r\n<b>words</b>');
    expect(armoredText(armor(''), words, mime)).toBe('Content-Type: text/html\n\n<b>words</b>');
    expect(armoredText(`${armor('')}\nCharset: koi8-r\n`, latin, mime)).toBe('Grüße');
  });
});
