import { describe, expect, it } from 'vitest';
import { bareAddresses, splitAddresses } from '../../../lib/sites/address-list';

describe('a recipient field', () => {
  it('is split at commas and semicolons outside of quotes and brackets', () => {
    expect(splitAddresses('"Berg, Anna" <anna@example.org>; bob@example.org,\ncarol@example.org, ')).toEqual([
      '"Berg, Anna" <anna@example.org>',
      'bob@example.org',
      'carol@example.org',
    ]);
  });

  it('gives the address of each entry', () => {
    expect(bareAddresses('"a@b <c>" <anna@example.org>, bob@example.org')).toEqual([
      'anna@example.org',
      'bob@example.org',
    ]);
  });

  it('does not end a quoted name at an escaped quote', () => {
    expect(splitAddresses('"A \\", B" <a@example.org>, b@example.org')).toHaveLength(2);
  });

  it('gives nothing for an empty field', () => {
    expect(bareAddresses(' , ')).toEqual([]);
  });
});
