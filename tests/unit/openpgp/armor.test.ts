import { enums, armor as libraryArmor, unarmor } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { readArmor, writeArmor } from '../../../lib/openpgp/armor';
import { toOctets, toText } from '../../support/openpgp/fixture';

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

describe('writing', () => {
  it.each([0, 1, 2, 3, 47, 48, 49, 1000])('writes what the library writes, for %i octets', (length) => {
    const octets = random(length);
    const theirs = libraryArmor(enums.armor.message, octets, undefined, undefined, undefined, true);
    const ours = toText(writeArmor('MESSAGE', octets, true));
    expect(ours.replaceAll('\n', '')).toBe(theirs.replaceAll(/[\r\n]/g, ''));
  });

  it('is read by the library without a checksum', async () => {
    const octets = random(500);
    const { data } = await unarmor(toText(writeArmor('MESSAGE', octets, false)));
    expect(data).toEqual(octets);
  });

  it('tells nothing about the program', () => {
    expect(toText(writeArmor('MESSAGE', random(10), true))).not.toMatch(/Version|Comment|Sotto/);
  });
});

describe('reading', () => {
  const octets = random(300);
  const text = toText(writeArmor('PUBLIC KEY BLOCK', octets, true));

  it.each([
    ['as written', text],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with spaces at line ends', text.replaceAll('\n', ' \t\n')],
    ['without its checksum', text.replace(/\n=.{4}\n/, '\n')],
    ['with a wrong checksum', text.replace(/\n=.{4}\n/, '\n=AAAA\n')],
    ['with headers', text.replace('\n\n', '\nVersion: x\nComment:\n\n')],
    ['without the empty line', text.replace('\n\n', '\n')],
    ['inside a mail', `Dear Bob,\n\n${text}\nYours, Alice\n`],
    ['after a byte order mark and a line', `\ufeffhello\n${text}`],
  ])('reads a block %s', (_, damaged) => {
    expect(readArmor(toOctets(damaged), 5)).toEqual([{ kind: 'PUBLIC KEY BLOCK', octets }]);
  });

  it.each([
    ['cut in the middle', text.slice(0, 200)],
    ['with a foreign letter', text.replace(/\n\n./, '\n\n*')],
    ['with another END', text.replace('END PGP PUBLIC', 'END PGP PRIVATE')],
  ])('reports a block %s as broken', (_, damaged) => {
    expect(readArmor(toOctets(damaged), 5)).toEqual([undefined]);
  });

  it('takes no BEGIN that stands inside a line', () => {
    expect(readArmor(toOctets(`> ${text}`), 5)).toEqual([]);
  });
});
