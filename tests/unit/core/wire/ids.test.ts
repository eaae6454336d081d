import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../../lib/core/wire/encode';
import { fromHex, messageId, sessionId, toHex, userId, userName } from '../../../../lib/core/wire/ids';

describe('hex', () => {
  it('goes there and back at every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        expect(toHex(octets)).toBe(Buffer.from(octets).toString('hex'));
        expect(fromHex(toHex(octets))).toEqual(octets);
      }),
    );
  });

  it.each(['0', 'abc', 'AA', '0g', 'g0', ' 0', '0\u0130', '\u01300', '+1', '0x'])('is refused as %j', (hex) => {
    expect(() => fromHex(hex)).toThrow('wire/malformed');
  });
});

describe('an id', () => {
  it('is 128 bits', () => {
    const hex = '00112233445566778899aabbccddeeff' as never;
    expect(decode(messageId, encode(messageId, hex))).toBe(hex);
    expect(encode(messageId, hex).length).toBe(16);
  });

  it.each(['', '00', '00112233445566778899AABBCCDDEEFF', `${'0'.repeat(31)}g`, '0'.repeat(34)])(
    'is not written where it is %j',
    (hex) => {
      expect(() => encode(messageId, hex as never)).toThrow('wire/malformed');
    },
  );
});

describe('the id of a session', () => {
  it('is read as a view, so that it is gone when the packet is wiped [req 35]', () => {
    const packet = encode(sessionId, new Uint8Array(16).fill(7) as never);
    const id = decode(sessionId, packet);
    expect(id).toEqual(new Uint8Array(16).fill(7));
    packet.fill(0);
    expect(id).toEqual(new Uint8Array(16));
  });

  it.each([0, 15, 17])('is not written where it has %i octets', (length) => {
    expect(() => encode(sessionId, new Uint8Array(length) as never)).toThrow('wire/malformed');
  });
});

describe('a user id', () => {
  it.each(['anna.k7m2q', 'a.abcde', `${'a'.repeat(32)}.22222222`, 'a-b.abcdef'])('is %s', (id) => {
    expect(decode(userId, encode(userId, id as never))).toBe(id);
  });

  it.each(['anna', 'Anna.k7m2q', '-anna.k7m2q', 'anna-.k7m2q', 'anna.k7m2', 'anna.k7m21', 'anna@mail.abcde', '.abcde'])(
    'is never %s',
    (id) => {
      expect(() => encode(userId, id as never)).toThrow('wire/malformed');
    },
  );

  it('begins with a name of at most 32', () => {
    expect(() => encode(userName, 'a'.repeat(33) as never)).toThrow('wire/malformed');
    expect(decode(userName, encode(userName, 'a'.repeat(32) as never))).toHaveLength(32);
  });
});
