import { describe, expect, it } from 'vitest';
import { toEmailAddress } from '../../../lib/core/parse';
import { createMime } from '../../../lib/mime/mime';
import { fixture, octetsOf } from './fixture';

const mime = createMime();
const authors = (...fields: string[]): readonly string[] =>
  mime.findEnvelope(octetsOf(`${fields.map((field) => `From: ${field}`).join('\n')}\n\nWords\n`)).headers.from;

describe('words put beside an envelope', () => {
  it.each([
    ['spoof-prepended-text', 'pgp-mime-signed', 'Pay 5000 to Mallory.'],
    ['spoof-three-parts-signed', 'pgp-mime-signed', 'Pay Mallory.'],
    ['spoof-wrapped-in-html', 'pgp-mime-encrypted', '[image]'],
  ])('%s: they are told as standing outside [req 17] [req 19]', (name, kind, words) => {
    const { envelope } = mime.findEnvelope(fixture(name));
    expect(envelope.kind).toBe(kind);
    expect(envelope).toHaveProperty('outsideText', expect.stringContaining(words));
  });

  it('a part in the place of the signature makes the mail unsigned [req 17]', () => {
    expect(mime.findEnvelope(fixture('spoof-signature-first')).envelope.kind).toBe('plain');
  });

  it('a signed mail attached to another does not lend its signature [req 19]', () => {
    const { envelope } = mime.findEnvelope(fixture('spoof-attached-message'));
    expect(envelope).toMatchObject({
      kind: 'plain',
      body: { text: "Mallory's words.", attachments: [{ name: 'Signed words.eml' }] },
    });
  });

  it('other words in the HTML beside sealed text are told [req 17]', () => {
    const armor = '-----BEGIN PGP MESSAGE-----\n\nhF4D\n-----END PGP MESSAGE-----\n';
    const mail = `From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\n${armor}\n--x\nContent-Type: text/html\n\n<p>Pay Mallory</p>\n--x--\n`;
    expect(mime.findEnvelope(octetsOf(mail)).envelope).toMatchObject({
      kind: 'inline-encrypted',
      outsideText: 'Pay Mallory',
    });
  });

  it('a picture alone beside an envelope is told [req 17]', () => {
    const mail = fixture('spoof-prepended-text');
    const text = new TextDecoder().decode(mail).replace('text/plain\r\n\r\nPay 5000', 'image/png\r\n\r\nPay 5000');
    expect(mime.findEnvelope(octetsOf(text)).envelope).toHaveProperty('outsideText', '[image/png]');
  });
});

describe('who the author is', () => {
  it('names both of two From fields [req 17] [req 18]', () => {
    const { headers } = mime.findEnvelope(fixture('spoof-two-from'));
    expect(headers.from).toEqual(['alice@example.org', 'mallory@example.net']);
  });

  it('keeps duplicates, so that two equal fields are still two', () => {
    expect(authors('a@b.example', 'a@b.example')).toEqual(['a@b.example', 'a@b.example']);
  });

  it('reads the address in brackets, never the one in the name', () => {
    expect(authors('"alice@example.org" <mallory@example.net>')).toEqual(['mallory@example.net']);
    expect(authors('alice@example.org <mallory@example.net>')).toEqual(['mallory@example.net']);
    expect(authors('=?utf-8?q?alice=40example.org?= <mallory@example.net>')).toEqual(['mallory@example.net']);
    expect(authors('mallory@example.net (alice@example.org)')).toEqual(['mallory@example.net']);
  });

  it('names every bracket of a field that has several', () => {
    expect(authors('A <alice@example.org> <mallory@example.net>')).toEqual([
      'alice@example.org',
      'mallory@example.net',
    ]);
    expect(authors('Team: a@b.example, c@d.example;')).toEqual(['a@b.example', 'c@d.example']);
  });

  it.each([
    '=?utf-8?q?Alice_=3Calice=40example=2Eorg=3E?=',
    'alice@example.\u0000org',
    'alice@example.org@mallory.example',
    'undisclosed:;',
    '"alice@example.org"',
    '<>',
  ])('finds no address of anybody in %j', (field) => {
    expect(authors(field).filter((text) => toEmailAddress(text) !== undefined)).toEqual([]);
    expect(authors(field)).toHaveLength(1);
  });

  it('does not miss a From behind rubbish or with a space before its colon', () => {
    const mail = octetsOf('Subject: x\nrubbish without colon\nFrom : mallory@example.net\nfRoM: a@b.example\n\nx');
    expect(mime.findEnvelope(mail).headers.from).toEqual(['mallory@example.net', 'a@b.example']);
  });

  it('takes bidi controls out of a subject [req 24]', () => {
    const mail = octetsOf('From: a@b.example\nSubject: =?utf-8?q?a=E2=80=AEexe=2Egpj?=\n\nx');
    expect(mime.findEnvelope(mail).headers.subject).toBe('aexe.gpj');
  });
});
