import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relayOrigin } from '../../../lib/net/relay-origin';

const refused = (text: string) => expect(() => relayOrigin(text), text).toThrow('relay/address');

describe('the address of a relay', () => {
  it.each([
    ['relay.example.org', 'https://relay.example.org'],
    ['  Relay.Example.ORG/ ', 'https://relay.example.org'],
    ['relay.example.org:8470', 'https://relay.example.org:8470'],
    ['relay.example.org:443', 'https://relay.example.org'],
    ['https://relay.example.org', 'https://relay.example.org'],
    ['HTTPS://relay.example.org:443/', 'https://relay.example.org'],
    ['wss://relay.example.org', 'https://relay.example.org'],
    ['müller.example', 'https://xn--mller-kva.example'],
    ['192.0.2.7:8470', 'https://192.0.2.7:8470'],
    ['localhost:8470', 'http://localhost:8470'],
    ['127.0.0.1:8470', 'http://127.0.0.1:8470'],
    ['127.9.8.7', 'http://127.9.8.7'],
    ['[::1]:8470', 'http://[::1]:8470'],
    ['http://127.0.0.1:8470', 'http://127.0.0.1:8470'],
    ['ws://localhost:8470', 'http://localhost:8470'],
    ['http://2130706433:8470', 'http://127.0.0.1:8470'],
    ['https://localhost', 'https://localhost'],
    ['http://localhost:80', 'http://localhost'],
  ])('reads %s as %s', (typed, origin) => {
    expect(relayOrigin(typed)).toBe(origin);
    expect(relayOrigin(origin)).toBe(origin);
  });

  it('is refused without TLS for any host but this machine [req 40]', () => {
    for (const host of [
      'relay.example.org',
      '192.168.0.1',
      '0.0.0.0',
      '128.0.0.1',
      '127.0.0.1.example.org',
      'localhost.example.org',
      '[::2]',
      '[::ffff:127.0.0.1]',
    ]) {
      refused(`http://${host}`);
      refused(`ws://${host}:8470`);
      expect(relayOrigin(host), host).toMatch(/^https:/);
    }
  });

  it('is nothing but an origin: no path, query, name, password or other scheme', () => {
    for (const text of [
      '',
      ' ',
      'https://',
      'relay.example.org/v1/socket',
      'relay.example.org?',
      'relay.example.org#',
      'anna@relay.example.org',
      'https://anna:secret@relay.example.org',
      'https://@relay.example.org',
      'ftp://relay.example.org',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
      'chrome-extension://abc',
      'two words',
      'relay.example.org:99999',
      'a'.repeat(70_000),
      `${'a.'.repeat(200)}org`,
    ]) {
      refused(text);
    }
  });

  it('never becomes a plain address of another machine, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
        let origin = '';
        try {
          origin = relayOrigin(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'relay/address' });
          return;
        }
        expect(new URL(origin).origin).toBe(origin);
        if (!origin.startsWith('https://'))
          expect(origin).toMatch(/^http:\/\/(?:127\.[\d.]+|\[::1\]|localhost)(?::\d+)?$/);
      }),
      { numRuns: 3_000 },
    );
  });
});
