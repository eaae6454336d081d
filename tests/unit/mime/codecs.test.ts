import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeFileName } from '../../../lib/mime/file-name';
import { unflow } from '../../../lib/mime/flowed';
import { parseStructured } from '../../../lib/mime/parameters';
import { decodeQuotedPrintable, encodeQuotedPrintable } from '../../../lib/mime/quoted-printable';
import { textOf } from './fixture';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

it('quoted-printable comes back whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
      const text = raw.toWellFormed().replace(/\r\n?|\n/g, '\r\n');
      const encoded = encodeQuotedPrintable(text);
      expect(textOf(encoded)).toMatch(/^(?:[\t\x20-\x7e]{0,76}\r\n)*[\t\x20-\x7e]{0,76}$/);
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeQuotedPrintable(encoded))).toBe(text);
    }),
  );
});

it.each([
  ['a=3db=', 'a=b'],
  ['a=ZZ=4', 'a=ZZ=4'],
  ['a= \r\nb \t\r\nc', 'ab\r\nc'],
  ['a=\nb', 'ab'],
])('quoted-printable %j is read as %j', (source, text) => {
  expect(textOf(decodeQuotedPrintable(ascii(source)))).toBe(text);
});

it('joins flowed lines, keeps quotes and signature apart', () => {
  expect(unflow('one \ntwo\n> a \n> b\n>> c\n From x\n-- \nme', false)).toBe('one two\n> a b\n>> c\nFrom x\n-- \nme');
  expect(unflow('日 \n本', true)).toBe('日本');
});

it.each([
  ['../../x.sh', 'x.sh'],
  ['C:\\a\\b.txt', 'b.txt'],
  ['a/b/', 'b'],
  ['CON.txt', '_CON.txt'],
  ['nul', '_nul'],
  ['.bashrc', 'bashrc'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['invoice.pdf                                  .exe', 'invoice.pdf .exe'],
  ['a\u0000b\u200bc.txt', 'abc.txt'],
  ['x.txt. . ', 'x.txt'],
  ['a:b|c?.txt', 'a_b_c_.txt'],
  ['..', 'attachment.txt'],
  ['', 'attachment.txt'],
])('a file named %j is shown and saved as %j [req 24]', (name, expected) => {
  expect(safeFileName(name, 'text/plain')).toBe(expected);
});

it('shortens a long name and keeps its ending [req 24]', () => {
  expect(safeFileName(`${'a'.repeat(500)}.pdf`, 'application/pdf')).toMatch(/^a{115}….pdf$/);
});

it.each([
  [`a/b; filename*=utf-8''%e2%82%ac.txt; filename="x.txt"`, '€.txt'],
  [`a/b; filename*0*=utf-8''%e2%82; filename*1*=%ac; filename*2=".%41"`, '€.%41'],
  ['a/b; filename="=?utf-8?q?=C3=A9.txt?="', 'é.txt'],
  ['a/b; filename="a;b\\"c"', 'a;b"c'],
  ['a/b; filename=one; filename=two', 'one'],
  ['a/b; junk; =; filename = x', 'x'],
  ['a/b; filename="open', 'open'],
])('the name in %j is %j', (field, name) => {
  expect(parseStructured(field).parameters.get('filename')).toBe(name);
  expect(parseStructured(field).value).toBe('a/b');
});
