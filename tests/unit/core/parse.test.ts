import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import {
  parseBlob,
  parseDraftId,
  parseEmailAddress,
  parseFingerprint,
  parseList,
  parseOptional,
  parseOrigin,
  parseShape,
  parseText,
  parseTicketId,
  parseWhole,
  toEmailAddress,
} from '../../../lib/core/parse';

describe('parsers', () => {
  it('make a value or throw bus/bad-input, whatever they are given', () => {
    const parsers = [
      parseText(9),
      parseWhole(0, 9),
      parseBlob(9),
      parseList(parseText(3), 2),
      parseFingerprint,
      parseEmailAddress,
      parseTicketId,
      parseDraftId,
      parseOrigin,
      parseShape({ name: parseText(9), size: parseOptional(parseWhole(0, 9)) }),
    ];
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (value) => {
        for (const parse of parsers) {
          try {
            parse(value);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('take a fingerprint as people write it and keep it whole', () => {
    expect(parseFingerprint('ABCD '.repeat(10).trim())).toBe('abcd'.repeat(10));
    expect(() => parseFingerprint('abcd'.repeat(4))).toThrow('bus/bad-input');
  });

  it.each(['a@b', 'Anna.Berg+x@Example.ORG', "o'neil@example.org", 'ünal@exämple.org'])(
    'take %s as an address',
    (text) => {
      expect(toEmailAddress(text)).toBe(text.toLowerCase());
    },
  );

  it.each(['', 'a', '@b', 'a@', 'a b@c', 'a@b@c', 'a@b\r\nBcc: x@y', 'a@b,c@d', '<a@b>', 'a@b\u202e', 'a\u200b@b'])(
    '[req 24] take %j as no address',
    (text) => {
      expect(toEmailAddress(text)).toBeUndefined();
    },
  );

  it('refuse fields that nobody asked for', () => {
    expect(() => parseShape({ a: parseText(3) })({ a: 'x', b: 1 })).toThrow('bus/bad-input');
    expect(() => parseShape({ a: parseOptional(parseText(3)) })([])).toThrow('bus/bad-input');
  });
});
