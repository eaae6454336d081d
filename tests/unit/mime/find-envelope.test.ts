import { describe, expect, it } from 'vitest';
import { createMime } from '../../../lib/mime/mime';
import { fixture, octetsOf, textOf } from './fixture';

const mime = createMime();
const ARMOR = '-----BEGIN PGP MESSAGE-----\n\nhF4DAAAAAAAAAAASAQdAc290';

describe.each([
  ['CRLF', '\r\n'],
  ['LF', '\n'],
] as const)('a mail with %s line ends', (_name, lineEnd) => {
  it.each([
    'thunderbird-encrypted',
    'mutt-gnupg-encrypted',
    'k9-encrypted',
    'protonmail-encrypted',
    'mailvelope-encrypted',
    'deltachat-encrypted',
    'enigmail-encrypted',
  ])('%s is one whole PGP/MIME envelope', (name) => {
    const { envelope } = mime.findEnvelope(fixture(name, lineEnd));
    expect(envelope.kind).toBe('pgp-mime-encrypted');
    if (envelope.kind !== 'pgp-mime-encrypted') return;
    expect(textOf(envelope.ciphertext).replaceAll('\r', '')).toContain(ARMOR);
    expect(envelope.outsideText).toBeUndefined();
  });

  it.each(['exchange-broken', 'webmail-broken'])('%s is repaired and is whole', (name) => {
    const { envelope } = mime.findEnvelope(fixture(name, lineEnd));
    expect(envelope.kind).toBe('broken-pgp-mime');
    if (envelope.kind !== 'broken-pgp-mime') return;
    expect(textOf(envelope.ciphertext).replaceAll('\r', '')).toContain(ARMOR);
    expect(envelope.outsideText).toBeUndefined();
  });

  it.each([
    'mailvelope-inline-base64',
    'roundcube-inline-flowed',
    'flowcrypt-inline',
    'outlook-html-only',
    'gmail-alternative-inline',
  ])('%s holds inline armor and nothing around it', (name) => {
    const { envelope } = mime.findEnvelope(fixture(name, lineEnd));
    expect(envelope.kind).toBe('inline-encrypted');
    if (envelope.kind !== 'inline-encrypted') return;
    expect(envelope.armored).toMatch(
      /^-----BEGIN PGP MESSAGE-----\n(?:[A-Z][a-z]+: [^\n]*\n)*\nhF4D.*\n=AbCd\n-----END PGP MESSAGE-----\n$/s,
    );
    expect(envelope.outsideText).toBeUndefined();
  });

  it('a signed part is exactly the octets that were signed, with CRLF, its white space kept', () => {
    const { envelope } = mime.findEnvelope(fixture('mutt-gnupg-signed', lineEnd));
    expect(envelope.kind).toBe('pgp-mime-signed');
    if (envelope.kind !== 'pgp-mime-signed') return;
    expect(textOf(envelope.signedPart)).toBe(
      'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n' +
        'Content-Disposition: inline\r\n\r\nSigned words, =C3=A9 with a space at the end.=20\r\nSecond line.\r\n',
    );
    expect(textOf(envelope.signature)).toContain('-----BEGIN PGP SIGNATURE-----');
    expect(envelope.outsideText).toBeUndefined();
  });
});

it('a list footer beside the sealed part stands outside, so that the mail is partial [req 19]', () => {
  const { envelope } = mime.findEnvelope(fixture('mailman-encrypted-footer'));
  expect(envelope.kind).toBe('pgp-mime-encrypted');
  expect(envelope).toHaveProperty('outsideText', expect.stringContaining('list mailing list'));
});

it('a list footer beside the signed part stands outside [req 19]', () => {
  const { envelope } = mime.findEnvelope(fixture('mailman-signed-footer'));
  expect(envelope).toMatchObject({ kind: 'pgp-mime-signed', outsideText: 'list footer' });
});

it('words around inline armor stand outside [req 19]', () => {
  const { envelope } = mime.findEnvelope(fixture('inline-with-words-around'));
  expect(envelope).toMatchObject({
    kind: 'inline-encrypted',
    outsideText: 'Hello Bob, see below.\n\n--\nSent from my phone'.replace('--\n', '-- \n'),
  });
});

it('a cleartext signature is cut out of the words around it', () => {
  const { envelope } = mime.findEnvelope(fixture('gnupg-cleartext'));
  expect(envelope).toMatchObject({ kind: 'inline-signed', outsideText: 'Words before.\n\nWords after.' });
  if (envelope.kind !== 'inline-signed') return;
  expect(envelope.armored).toMatch(
    /^-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nSigned words\n- -- dashed\n-----BEGIN PGP SIG/,
  );
});

it('keeps the sealed files of a mail with inline armor', () => {
  const { envelope } = mime.findEnvelope(fixture('flowcrypt-inline'));
  expect(envelope).toHaveProperty('attachments.0.name', 'plans.pdf.pgp');
});

it('a mail without any envelope is plain and is read', () => {
  const { envelope, headers } = mime.findEnvelope(
    octetsOf('From: a@b.example\nSubject: =?utf-8?q?H=C3=A9?=\n\nWords\n'),
  );
  expect(envelope).toMatchObject({ kind: 'plain', body: { text: 'Words\n', protectedHeaders: {} } });
  expect(headers).toMatchObject({ from: ['a@b.example'], subject: 'Hé' });
});

it('armor that is quoted, cut short or a certificate is no envelope', () => {
  const armor =
    '> -----BEGIN PGP MESSAGE-----\n> \n> hF4D\n> -----END PGP MESSAGE-----\n-----BEGIN PGP MESSAGE-----\n\nhF4D\n';
  expect(mime.findEnvelope(octetsOf(`From: a@b.example\n\n${armor}`)).envelope.kind).toBe('plain');
  const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n-----END PGP PUBLIC KEY BLOCK-----\n';
  expect(mime.findEnvelope(octetsOf(`From: a@b.example\n\n${key}`)).envelope.kind).toBe('plain');
});

it('finds armor in a pre of an HTML mail, and tells the words beside it', () => {
  const armor = '-----BEGIN PGP MESSAGE-----\n\nhF4D\n=AbCd\n-----END PGP MESSAGE-----';
  const html = `<html><head><title>t</title></head><body><pre>${armor}</pre><p>beside &amp; open</p></body></html>`;
  expect(mime.findEnvelope(octetsOf(`From: a@b.example\nContent-Type: text/html\n\n${html}`)).envelope).toEqual({
    kind: 'inline-encrypted',
    armored: `${armor}\n`,
    outsideText: 'beside & open',
    attachments: [],
  });
});
