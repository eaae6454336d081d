// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { roundcube } from '../../lib/sites/mail/roundcube';
import type { FoundCertificate, FoundMessage } from '../../lib/sites/mail/site';
import { fixture, MESSAGE_PATH, showPage } from './support/fixture';

const find = (name: string) => roundcube.find(showPage(fixture('roundcube', name), MESSAGE_PATH));
const onlyMessage = (name: string) => {
  const found = find(name);
  expect(found.map(({ kind }) => kind)).toEqual(['message']);
  return found[0] as FoundMessage;
};
const answerWith = (body: string, type: string) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { headers: { 'content-type': type } })),
  );

afterEach(() => vi.unstubAllGlobals());

describe('a Roundcube message page', () => {
  it('is known by its program', () => {
    expect(roundcube.recognises(showPage(fixture('roundcube', 'message-inline'), MESSAGE_PATH))).toBe(true);
    expect(roundcube.recognises(showPage('<p>Another site</p>', '/'))).toBe(false);
  });

  it.each(['message-inline', 'message-inline-html'])(
    'gives inline armor at once, without asking the server: %s',
    async (name) => {
      answerWith('', 'text/plain');
      const message = onlyMessage(name);
      expect(message.whole).toBe('armor');
      expect(message.from).toBe('alice@lab.test');
      const armor = (await message.ready?.text()) ?? '';
      expect(armor.startsWith('-----BEGIN PGP MESSAGE-----\n\n')).toBe(true);
      expect(armor.trimEnd().endsWith('-----END PGP MESSAGE-----')).toBe(true);
      expect(armor).not.toMatch(/\n\n.*\n\n/s);
      expect(fetch).not.toHaveBeenCalled();
    },
  );

  it.each([
    'message-words-around',
    'message-cleartext-signed',
    'message-pgp-mime',
    'message-broken-pgp-mime',
    'message-signed-mime',
    'message-sealed-file',
  ])('asks for the mail as it came, octet by octet: %s', async (name) => {
    answerWith('From: alice@lab.test\r\n\r\nraw', 'text/plain; charset=UTF-8');
    const message = onlyMessage(name);
    expect(message.whole).toBe('mime');
    expect(message.place.id).toBe('messagebody');
    expect(await (await message.source())?.text()).toBe('From: alice@lab.test\r\n\r\nraw');
    const [url] = vi.mocked(fetch).mock.calls[0] as unknown as [URL];
    expect(Object.fromEntries(url.searchParams)).toEqual({
      _task: 'mail',
      _action: 'viewsource',
      _uid: '7',
      _mbox: 'INBOX',
      _save: '1',
      _token: 'token0123456789',
    });
  });

  it('says that there is no source where the server answers a login page with status 200', async () => {
    answerWith('<html>Sign in</html>', 'text/html; charset=UTF-8');
    expect(await onlyMessage('message-pgp-mime').source()).toBeUndefined();
  });

  it('says that there is no source where the network fails', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.reject(new TypeError('network'))),
    );
    expect(await onlyMessage('message-pgp-mime').source()).toBeUndefined();
  });

  it('gives each of several messages its own frame', () => {
    const found = find('message-two-parts');
    expect(found.map(({ kind }) => kind)).toEqual(['message', 'message']);
    expect(new Set(found.map((one) => (one as FoundMessage).place)).size).toBe(2);
  });

  it.each(['message-plain', 'message-quoted'])('leaves alone what is no sealed message: %s', (name) => {
    expect(find(name)).toEqual([]);
  });

  it('offers a certificate in the text and leaves the words around it visible', async () => {
    const [found] = find('message-key-text') as FoundCertificate[];
    expect(found).toMatchObject({ kind: 'certificate', how: 'beside', source: 'page', from: 'alice@lab.test' });
    expect(await (await found?.armored())?.text()).toContain('-----BEGIN PGP PUBLIC KEY BLOCK-----');
  });

  it('offers an attached certificate, fetched from its link', async () => {
    answerWith('-----BEGIN PGP PUBLIC KEY BLOCK-----', 'application/pgp-keys');
    const [found] = find('message-key-file') as FoundCertificate[];
    expect(found).toMatchObject({ kind: 'certificate', source: 'mail-attachment', from: 'alice@lab.test' });
    expect(await (await found?.armored())?.text()).toBe('-----BEGIN PGP PUBLIC KEY BLOCK-----');
  });

  it('looks into an .asc file before it says what it is', async () => {
    const [found] = find('message-unsure-file');
    if (found?.kind !== 'unsure') throw new Error('not unsure');
    answerWith(
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nab\n-----END PGP PUBLIC KEY BLOCK-----\n',
      'application/octet-stream',
    );
    expect((await found.look())?.kind).toBe('certificate');
    answerWith('-----BEGIN PGP MESSAGE-----\n\nab\n-----END PGP MESSAGE-----\n', 'application/octet-stream');
    expect((await found.look())?.kind).toBe('message');
    answerWith('just words', 'application/octet-stream');
    expect(await found.look()).toBeUndefined();
  });

  it('[req 18] names no sender where the page shows several', () => {
    const page = showPage(fixture('roundcube', 'message-inline'), MESSAGE_PATH);
    const second = page.querySelector('.header-headers a.rcmContactAddress')?.cloneNode(true) as Element;
    second.setAttribute('title', 'mallory@lab.test');
    page.querySelector('.header-headers td.from')?.append(second);
    const [found] = roundcube.find(page) as FoundMessage[];
    expect(found?.from).toBeUndefined();
    expect(found?.whole).toBe('mime');
  });

  it('answers a message in the page’s own form', () => {
    const message = onlyMessage('message-inline');
    const fields = (mode: 'reply' | 'reply-all' | 'forward') =>
      Object.fromEntries(new URL(message.composeUrl?.(mode) ?? '').searchParams);
    expect(fields('reply')).toEqual({ _task: 'mail', _action: 'compose', _reply_uid: '7', _mbox: 'INBOX' });
    expect(fields('reply-all')).toMatchObject({ _reply_uid: '7', _all: 'all' });
    expect(fields('forward')).toMatchObject({ _forward_uid: '7' });
  });

  it('has no place for a bar on the login page', () => {
    expect(roundcube.makeRoom(showPage(fixture('roundcube', 'login'), '/'), 32)).toBeUndefined();
  });
});
