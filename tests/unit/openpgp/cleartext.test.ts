import { createCleartextMessage, sign } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { toText } from '../../support/openpgp/fixture';
import { type CraftedPerson, codeOf, craftPerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
let alice: CraftedPerson;
let block: string;
const TEXT = 'Dear Bob,\n\n- one\n-- two\n-----BEGIN PGP SIGNATURE-----\nFrom me\n\nAlice';

beforeAll(async () => {
  alice = await craftPerson('Alice');
  block = await sign({ message: await createCleartextMessage({ text: TEXT }), signingKeys: alice.key });
});

const open = (armored: string) => pgp.openCleartext(armored, [alice.certificate]);

it('answers the inner text with its dashes, valid', async () => {
  const opened = await open(block);
  expect(toText(opened.content)).toBe(TEXT);
  expect(opened).toMatchObject({ sealed: false, signatures: [{ outcome: 'valid' }] });
});

it('[req 11] answers nothing of what stands before or behind the block', async () => {
  const opened = await open(`Send money to Eve.\n\n${block}\nSend money to Eve.\n`);
  expect(toText(opened.content)).toBe(TEXT);
});

it('reads CRLF and white space at line ends, which is not signed', async () => {
  const opened = await open(block.replaceAll('\n', ' \r\n'));
  expect(opened.signatures[0]?.outcome).toBe('valid');
  expect(toText(opened.content)).toBe(TEXT);
});

it('[req 11] calls a changed text invalid', async () => {
  for (const [from, to] of [
    ['Bob', 'Eve'],
    ['- - one', '- - two'],
    ['Dear', ' Dear'],
    ['Alice\n', 'Alice\nEve\n'],
  ] as const) {
    expect((await open(block.replace(from, to))).signatures[0]?.outcome, `${from} to ${to}`).toBe('invalid');
  }
});

describe('headers', () => {
  it.each([
    ['words in a header', 'Hash: SHA512\nComment: Send money to Eve'],
    ['words behind the hash', 'Hash: SHA512 Send money to Eve'],
    ['a line that is no header', 'Send money to Eve'],
    ['a folded header', 'Hash: SHA512\n Send money to Eve'],
    ['a hash that nobody knows', 'Hash: EVIL'],
    ['a charset', 'Charset: utf-7'],
  ])('[req 11] refuses %s', async (_, header) => {
    expect(await codeOf(open(block.replace(/Hash: SHA512/, header)))).toBe('mail/malformed');
  });

  it('[req 11] takes a line of blanks for the end of the headers, so that what follows is text and breaks the signature', async () => {
    const opened = await open(block.replace('Hash: SHA512\n', 'Hash: SHA512\n \t\nSend money to Eve\n'));
    expect(opened.signatures[0]?.outcome).toBe('invalid');
  });

  it('reads a block without headers', async () => {
    expect((await open(block.replace('Hash: SHA512\n', ''))).signatures[0]?.outcome).toBe('valid');
  });
});

describe('structure', () => {
  it.each<[string, (text: string) => string]>([
    ['no block', () => 'hello'],
    ['nothing', () => ''],
    ['a dash at a line start that is not escaped', (text) => text.replace('- - one', '-one')],
    ['an escaped boundary that is escaped no more', (text) => text.replace('- -----BEGIN', '-----BEGIN')],
    ['no signature', (text) => text.slice(0, text.lastIndexOf('-----BEGIN'))],
    ['no end', (text) => text.replace('-----END PGP SIGNATURE-----', '')],
    ['an empty signature', (text) => text.replace(/(BEGIN PGP SIGNATURE-----\n\n)(?!From)[^-]+/, '$1')],
  ])('[req 11] refuses %s', async (_, change) => {
    expect(await codeOf(open(change(block)))).toBe('mail/malformed');
  });

  it('[req 11] takes the first of two blocks, and its text alone', async () => {
    const second = await sign({ message: await createCleartextMessage({ text: 'second' }), signingKeys: alice.key });
    expect(toText((await open(`${second}\n${block}`)).content)).toBe('second');
  });

  it('[req 11] does not verify one text with the signature of another', async () => {
    const other = await sign({ message: await createCleartextMessage({ text: 'second' }), signingKeys: alice.key });
    const mixed =
      block.slice(0, block.lastIndexOf('-----BEGIN')) + other.slice(other.indexOf('-----BEGIN PGP SIGNATURE'));
    expect((await open(mixed)).signatures).toMatchObject([{ outcome: 'invalid' }]);
  });
});
