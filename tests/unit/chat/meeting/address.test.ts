import { describe, expect, it } from 'vitest';
import { parseChatAddress } from '../../../../lib/chat/meeting/address';
import type { UserId } from '../../../../lib/core/wire/ids';

const account = { relay: 'https://relay.example.org', user: 'bert.k7m2q' as UserId };
const parse = (text: string, relay = account.relay) => parseChatAddress(text, { ...account, relay });

describe('a chat address', () => {
  it.each([
    'anna.k7m2q',
    '  anna.k7m2q\n',
    'Anna.K7M2Q',
    'anna.k7m2q@relay.example.org',
    ' ANNA.k7m2q @ Relay.Example.org ',
  ])('%j is of anna', (text) => {
    expect(parse(text)).toBe('anna.k7m2q');
  });

  it('may name the port of a relay on this machine, or leave it out', () => {
    expect(parse('anna.k7m2q@127.0.0.1:8470', 'http://127.0.0.1:8470')).toBe('anna.k7m2q');
    expect(parse('anna.k7m2q@127.0.0.1', 'http://127.0.0.1:8470')).toBe('anna.k7m2q');
    expect(() => parse('anna.k7m2q@127.0.0.1:8471', 'http://127.0.0.1:8470')).toThrow('chat/other-relay');
  });

  it.each([
    '',
    ' ',
    '@',
    'anna',
    'anna@example.org',
    'anna.k7m2',
    'anna.k7m2q@',
    'anna.k7m2q@relay.example.org@x',
    'an na.k7m2q',
    'anna.k7m2q.x',
    '-anna.k7m2q',
    // U+212A is a K by its looks, and becomes a k in lower case; the second a is Cyrillic; a zero-width space.
    'anna.\u212A7m2q',
    'ann\u0430.k7m2q',
    'anna.k7m2q\u200B',
    `${'a'.repeat(33)}.k7m2q`,
    `anna.k7m2q${' '.repeat(400)}`,
  ])('is not %j', (text) => {
    expect(() => parse(text)).toThrow('chat/bad-address');
  });

  it('is not one at another relay, and not my own', () => {
    expect(() => parse('anna.k7m2q@other.example.org')).toThrow('chat/other-relay');
    expect(() => parse('BERT.k7m2q')).toThrow('chat/own-address');
    expect(() => parse('bert.k7m2q@relay.example.org')).toThrow('chat/own-address');
  });
});
