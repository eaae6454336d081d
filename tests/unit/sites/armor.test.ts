import { describe, expect, it } from 'vitest';
import { findArmor, soleArmor } from '../../../lib/sites/armor';
import { threadClock } from '../../support/thread-clock';

const message = '-----BEGIN PGP MESSAGE-----\n\nabcd\n=1234\n-----END PGP MESSAGE-----';
const key = message.replaceAll('MESSAGE', 'PUBLIC KEY BLOCK');
const signed =
  '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nwords\n-----BEGIN PGP SIGNATURE-----\n\nab\n-----END PGP SIGNATURE-----';

describe('findArmor', () => {
  it('finds every kind of block, in order', () => {
    const kinds = findArmor(`${message}\nwords\n${signed}\n${key}`).map(({ kind }) => kind);
    expect(kinds).toEqual(['message', 'signed', 'certificate']);
  });

  it('gives exactly the block', () => {
    expect(findArmor(`before\n${message}\nafter`)[0]?.text).toBe(`${message}\n`);
  });

  it('does not take prose about armor for armor', () => {
    expect(findArmor(`A block begins with -----BEGIN PGP MESSAGE----- and\n-----END PGP MESSAGE-----`)).toEqual([]);
  });

  it('leaves out a block whose end is missing, and finds the next one', () => {
    const found = findArmor(`-----BEGIN PGP SIGNED MESSAGE-----\n\nwords\n${message}`);
    expect(found.map(({ kind }) => kind)).toEqual(['message']);
  });

  it('never offers a private key block', () => {
    expect(findArmor(message.replaceAll('MESSAGE', 'PRIVATE KEY BLOCK'))).toEqual([]);
  });

  it('stays linear on a hundred thousand headers without an end', () => {
    const spent = threadClock();
    expect(findArmor('-----BEGIN PGP MESSAGE-----\n'.repeat(100_000))).toEqual([]);
    expect(spent()).toBeLessThan(2_000);
  });
});

describe('soleArmor', () => {
  it('answers the block where nothing else stands there', () => {
    expect(soleArmor(`\n  ${message}\n\n`)?.kind).toBe('message');
  });

  it.each([`${message}\n${message}`, `words\n${message}`, `${message}\nwords`])(
    'answers nothing where there is more',
    (text) => {
      expect(soleArmor(text)).toBeUndefined();
    },
  );
});
