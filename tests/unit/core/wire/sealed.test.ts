import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf, markSealed, refusalOf } from '../../../../lib/core/wire/sealed';

const bytes = (words: string) => new TextEncoder().encode(words);

describe('a sealed payload', () => {
  it.each(['handshake', 'message', 'group', 'archive', 'attachment', 'signal', 'introduction'] as const)(
    'is not refused: %s',
    (kind) => {
      const payload = markSealed(kind, randomBytes(300));
      expect(refusalOf(payload)).toBeUndefined();
      expect(kindOf(payload)).toBe(kind);
    },
  );

  it('of ciphertext is practically never taken for text', () => {
    for (let run = 0; run < 2_000; run++) expect(refusalOf(markSealed('message', randomBytes(120)))).toBeUndefined();
  });
});

describe('what is refused', () => {
  it.each([
    ['text', bytes('Dear Ben, this is a long letter in clear words.')],
    ['text behind the mark', markSealed('message', bytes('Dear Ben, this is a long letter in clear words.'))],
    ['JSON', bytes('{"text":"hello hello hello hello"}')],
    ['nothing', new Uint8Array(0)],
    ['what is too short for a tag', markSealed('message', randomBytes(15))],
    ['an unknown kind', new Uint8Array([5, 7, 7, ...randomBytes(60)])],
    ['another mark', new Uint8Array([5, 8, 1, ...randomBytes(60)])],
  ])('as unsealed: %s', (_name, payload) => {
    expect(refusalOf(payload)).toBe('relay/unsealed');
  });

  it.each([
    ['armor', bytes('-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nxVgE')],
    ['PEM', bytes('-----BEGIN RSA PRIVATE KEY-----')],
    ['PKCS #8', bytes('-----BEGIN PRIVATE KEY-----')],
    ['a secret key packet', new Uint8Array([0xc5, 0x58, ...randomBytes(60)])],
    ['a secret subkey packet', new Uint8Array([0xc7, 0x58, ...randomBytes(60)])],
    ['a secret key packet in the old format', new Uint8Array([0x95, 0x01, ...randomBytes(60)])],
    ['a secret subkey packet in the old format', new Uint8Array([0x9d, 0x01, ...randomBytes(60)])],
  ])('as a private key: %s', (_name, payload) => {
    expect(refusalOf(payload)).toBe('relay/private-key');
  });

  it('as a private key: the words at any place, behind anything', () => {
    const filler = fc
      .uint8Array({ maxLength: 60 })
      .map((octets) => octets.map((octet) => (octet % 3 === 0 ? 0x50 : octet)));
    fc.assert(
      fc.property(filler, filler, (before, after) => {
        const payload = markSealed('message', new Uint8Array([...before, ...bytes('PRIVATE KEY'), ...after]));
        expect(refusalOf(payload)).toBe('relay/private-key');
      }),
    );
  });

  it('is not: words that only begin like it', () => {
    const sealed = new Uint8Array([...randomBytes(80), ...bytes('PRIVATE KE')]);
    expect(refusalOf(markSealed('message', sealed))).toBeUndefined();
  });
});
