import { describe, expect, it } from 'vitest';
import { canary, searchText } from '../../support/lab/leaks';

const wrap = (text: string, width: number) => text.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\r\n');

describe('the search for leaked words', () => {
  const word = `${canary('größe')}`;
  const finds = (octets: Uint8Array | string) => searchText(Buffer.from(octets as string), [word]).length > 0;
  const bytes = Buffer.from(word);

  it('finds the word as it is, and in UTF-16', () => {
    expect(finds(`before ${word} after`)).toBe(true);
    expect(finds(Buffer.from(`x${word}x`, 'utf16le'))).toBe(true);
  });

  it('finds it inside base64 at every offset, over line breaks', () => {
    for (let before = 0; before < 7; before++) {
      for (let after = 0; after < 4; after++) {
        const encoded = Buffer.concat([Buffer.alloc(before, 'x'), bytes, Buffer.alloc(after, 'y')]).toString('base64');
        expect(finds(encoded), `${before} ${after}`).toBe(true);
        expect(finds(wrap(encoded, 19)), `wrapped ${before} ${after}`).toBe(true);
      }
    }
  });

  it('finds it in quoted-printable with soft line breaks, in percent form and in hexadecimal', () => {
    const quoted = [...bytes].map((one) =>
      one > 126 ? `=${one.toString(16).toUpperCase()}` : String.fromCharCode(one),
    );
    expect(finds(`${quoted.slice(0, 20).join('')}=\r\n${quoted.slice(20).join('')}`)).toBe(true);
    expect(finds(encodeURIComponent(word))).toBe(true);
    expect(finds(bytes.toString('hex'))).toBe(true);
  });

  it('finds nothing where the word is not', () => {
    expect(finds(`${word.slice(0, -1)} ${canary('other')}`)).toBe(false);
  });
});
