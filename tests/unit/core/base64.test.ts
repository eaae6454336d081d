import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  ARMOR_LINES,
  type Base64Lines,
  base64Size,
  MAIL_LINES,
  readBase64,
  readStrictBase64,
  toBase64,
  writeBase64,
} from '../../../lib/core/base64';

const octetsOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (octets: Uint8Array): string => new TextDecoder().decode(octets);
const nodeText = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');
const inLines = (text: string, letters: number, end: string): string =>
  (text.match(new RegExp(`.{1,${letters}}`, 'g')) ?? []).map((line) => `${line}${end}`).join('');

it.each<[string, Base64Lines, number, string]>([
  ['mail, in lines of 76', MAIL_LINES, 76, '\r\n'],
  ['armor, in lines of 64', ARMOR_LINES, 64, '\n'],
])('writes %s, as Node has it, and reads it back', (_what, lines, letters, end) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
      const target = new Uint8Array(base64Size(octets.length, lines) + 1);
      expect(writeBase64(octets, target, 1, lines)).toBe(target.length);
      const written = target.subarray(1);
      expect(textOf(written)).toBe(inLines(nodeText(octets), letters, end));
      expect(readBase64(written)).toEqual(octets);
      expect(readStrictBase64(written)).toEqual(octets);
    }),
  );
});

it('writes one text without line ends, as Node has it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
      expect(toBase64(octets)).toBe(nodeText(octets));
    }),
  );
});

it.each([
  ['SGVsbG8=', 'Hello'],
  ['SGVs\r\n bG8', 'Hello'],
  ['S*G~V s\nbG8==', 'Hello'],
  ['SGVsbG8=SGVsbG8=', 'HelloHello'],
  ['SGVsbG8', 'Hello'],
  ['SGVsbA', 'Hell'],
  ['SGVsb', 'Hel'],
  ['====', ''],
  ['A', ''],
  ['A=', ''],
])('in mail, %j gives what there is', (source, text) => {
  expect(textOf(readBase64(octetsOf(source)))).toBe(text);
});

it.each([
  ['SGVsbG8=', 'Hello'],
  ['SGVs\r\n bG\t8=\n=abcd\n', 'Hello'],
  ['SGVsbG8', 'Hello'],
  ['', ''],
  ['SGVsb', undefined],
  ['SGVsb=', undefined],
  ['SGV*sbG8=', undefined],
  ['SGVsbGé8', undefined],
])('in armor, %j is read as %j', (source, text) => {
  const octets = readStrictBase64(octetsOf(source));
  expect(octets && textOf(octets)).toBe(text);
});
