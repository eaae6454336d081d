import { expect, it } from 'vitest';
import { createMime } from '../../../lib/mime/mime';
import { fixture, octetsOf } from './fixture';

const { readBody } = createMime();

it('reads what Thunderbird seals: protected fields, both texts, pictures, certificate, attached mail [req 21]', async () => {
  const body = readBody(fixture('thunderbird-payload'));
  expect(body.protectedHeaders).toEqual({
    subject: 'Grüße aus Bern',
    from: 'Alice Lovelace <alice@example.org>',
    to: 'Bob Babbage <bob@example.org>',
    messageId: '<one@example.org>',
  });
  expect(body.text).toBe('Eine lange Zeile, die weitergeht.\n-- \nAlice\n');
  expect(body.html).toContain('<b>Zeile</b>');
  expect(
    body.attachments.map(({ name, mediaType, contentId, holdsCertificate }) => [
      name,
      mediaType,
      contentId,
      holdsCertificate,
    ]),
  ).toEqual([
    ['dot.png', 'image/png', 'part1.abc@example.org', false],
    ['OpenPGP_0x1234.asc', 'application/pgp-keys', undefined, true],
    ['An older mail.eml', 'message/rfc822', undefined, false],
  ]);
  expect(await body.attachments[2]?.content.text()).toBe(
    'Subject: An older mail\r\nFrom: carol@example.org\r\n\r\nThe old words.',
  );
  expect(new Uint8Array((await body.attachments[0]?.content.arrayBuffer()) ?? new ArrayBuffer()).slice(1, 4)).toEqual(
    new Uint8Array([80, 78, 71]),
  );
});

it('does not show the copy of the header that Enigmail puts first [req 21]', () => {
  expect(readBody(fixture('enigmail-payload'))).toEqual({
    protectedHeaders: { subject: 'Memory hole', from: 'Alice Lovelace <alice@example.org>' },
    text: 'The words.',
    attachments: [],
  });
});

it('takes the legacy display elements of RFC 9788 out of text and HTML [req 21]', () => {
  const body = readBody(fixture('rfc9788-payload'));
  expect(body.protectedHeaders.subject).toBe('Handling the Jones contract');
  expect(body.text).toBe('Please review.');
  expect(body.html).not.toContain('Jones');
  expect(body.html).toContain('<p>Please review.</p>');
});

it('leaves a display element alone where the payload claims no protection [req 20]', () => {
  const body = readBody(octetsOf('Content-Type: text/plain; hp-legacy-display="1"\n\nSubject: x\n\nwords'));
  expect(body.text).toBe('Subject: x\n\nwords');
});

it('takes protected fields from the root of the entity only [req 21]', () => {
  const inner = 'Content-Type: text/plain; hp="cipher"\nSubject: inner\n\nwords';
  expect(
    readBody(octetsOf(`Subject: outer\nContent-Type: multipart/mixed; boundary=x\n\n--x\n${inner}\n--x--`))
      .protectedHeaders,
  ).toEqual({});
  expect(readBody(octetsOf('Subject: outer\n\nwords')).protectedHeaders).toEqual({});
  expect(readBody(octetsOf(inner)).protectedHeaders).toEqual({ subject: 'inner' });
});

it('looks through a signature directly inside the seal (RFC 3156, 6.1)', () => {
  const body = readBody(
    octetsOf(
      'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=x\n\n--x\nContent-Type: text/plain; protected-headers=v1\nSubject: s\n\nwords\n--x\nContent-Type: application/pgp-signature\n\nsig\n--x--',
    ),
  );
  expect(body).toEqual({ protectedHeaders: { subject: 's' }, text: 'words', attachments: [] });
});

it('shows an envelope inside the envelope as a file, not as words [req 19]', async () => {
  const body = readBody(fixture('nested-encrypted-payload'));
  expect(body.text).toBe('Outer words.');
  expect(body.attachments).toHaveLength(1);
  expect(body.attachments[0]).toMatchObject({ name: 'message.eml', mediaType: 'message/rfc822' });
  expect(await body.attachments[0]?.content.text()).toContain('-----BEGIN PGP MESSAGE-----');
});

it('hides no part of a mail that mixes text and HTML', () => {
  const parts = '--x\n\nfirst & <b>\n--x\nContent-Type: text/html\n\n<p>second</p>\n--x\n\nthird\n--x--';
  const body = readBody(octetsOf(`Content-Type: multipart/mixed; boundary=x\n\n${parts}`));
  expect(body.text).toBeUndefined();
  expect(body.html).toBe('<pre>first &amp; &lt;b&gt;</pre>\n<hr>\n<p>second</p>\n<hr>\n<pre>third</pre>');
});

it('reads a text with an entity that has no header at all', () => {
  expect(readBody(octetsOf('Hello Bob\nno header here')).text).toBe('Hello Bob\nno header here');
  expect(readBody(octetsOf('\nHello')).text).toBe('Hello');
});

it.each([
  ['iso-8859-1', [0xe9], 'é'],
  ['koi8-r', [0xc1], 'а'],
  ['shift_jis', [0x93, 0xfa], '日'],
  ['utf-8', [0xc3, 0xa9], 'é'],
  ['no-such-charset', [0xc3, 0xa9], 'é'],
  ['no-such-charset', [0xe9], 'é'],
  ['us-ascii', [0xc3, 0xa9], 'é'],
])('decodes %s', (charset, octets, text) => {
  const head = octetsOf(`Content-Type: text/plain; charset=${charset}\n\n`);
  expect(readBody(Uint8Array.from([...head, ...octets])).text).toBe(text);
});

it('offers certificates and nothing else as certificates', () => {
  const part = (head: string, body: string): string => `--x\n${head}\n\n${body}\n`;
  const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n-----END PGP PUBLIC KEY BLOCK-----';
  const body = readBody(
    octetsOf(
      `Content-Type: multipart/mixed; boundary=x\n\n${part('Content-Type: text/plain; name=k.asc\nContent-Disposition: attachment', `\n${key}`)}${part('Content-Type: application/octet-stream; name=a.asc', '-----BEGIN PGP MESSAGE-----')}${part('Content-Type: application/pgp-keys', 'x')}--x--`,
    ),
  );
  expect(body.attachments.map(({ name, holdsCertificate }) => [name, holdsCertificate])).toEqual([
    ['k.asc', true],
    ['a.asc', false],
    ['attachment.asc', true],
  ]);
});

it('never gives a Blob a type that a browser would open', () => {
  const body = readBody(
    octetsOf(
      'Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\nContent-Disposition: attachment; filename=x.html\n\n<script>\n--x--',
    ),
  );
  expect(body.attachments[0]?.mediaType).toBe('text/html');
  expect(body.attachments[0]?.content.type).toBe('application/octet-stream');
});
