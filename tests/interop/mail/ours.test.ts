import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft, OutgoingEnvelope } from '../../../lib/core/compose';
import { sealMail } from '../../../lib/mail/seal-mail';
import { entity, multipart } from '../../support/interop/mail/entity';
import { createGnupg } from '../../support/interop/mail/gnupg';
import { openWorkshop, programsMissing } from '../../support/interop/mail/programs';
import { createReader, type Reader } from '../../support/interop/mail/reader';
import { type Elsewhere, gpgReader, parseElsewhere, rnpReader, sqReader } from '../../support/interop/mail/readers';
import { address } from '../../support/people';

const SUBJECT = `Übersicht ${'für den März '.repeat(12)}✓`;
const TEXT = `Grüße, naïve ✓\n\n.\nFrom the start\n-- \nEmma   \n${'sehr lange Zeile '.repeat(80)}\n=3D`;
const FILES = [
  ['plan.pdf', 'application/pdf', Uint8Array.from({ length: 300_001 }, (_, index) => (index * 31) & 255)],
  ['Übersicht – März "1".txt', 'text/plain', new TextEncoder().encode('eins\nzwei\r\n')],
  ['leer.bin', 'application/octet-stream', new Uint8Array()],
] as const;
const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

const ALGORITHMS = ['ed25519', 'RSA 3072', 'NIST P-256', 'NIST P-384', 'NIST P-521'] as const;

/** As Roundcube's Mail_mime writes a mail whose `_pgpmime` field it was given. */
async function asRoundcube(envelope: OutgoingEnvelope): Promise<Buffer> {
  const version = [
    'Content-Transfer-Encoding: 7bit',
    'Content-Type: application/pgp-encrypted',
    'Content-Description: PGP/MIME version identification',
  ];
  const data = [
    'Content-Transfer-Encoding: 7bit',
    'Content-Type: application/octet-stream; name=encrypted.asc',
    'Content-Disposition: inline; filename=encrypted.asc',
  ];
  const headers = [
    'MIME-Version: 1.0',
    'From: me@lab.test',
    `To: ${envelope.to.join(', ')}`,
    `Subject: ${envelope.subject}`,
  ];
  return multipart(
    'multipart/encrypted;\n protocol="application/pgp-encrypted"',
    [entity(version, 'Version: 1\n'), entity(data, await envelope.armored.text())],
    { headers, boundary: '=_0f00a7e1a2a04d6ed7a4c6c09b0fc0a6' },
  );
}

const missing = programsMissing();
describe.skipIf(missing !== undefined)(`our mail${missing === undefined ? '' : ` (${missing})`}`, () => {
  const workshop = openWorkshop();
  let me: Reader;
  let mine: string;
  const elsewhere = new Map<string, Elsewhere>();
  beforeAll(async () => {
    me = await createReader();
    mine = await me.own('me@lab.test');
    const gnupg = createGnupg(workshop);
    for (const algorithm of ALGORITHMS) {
      const email = `${algorithm.replaceAll(/\W/g, '').toLowerCase()}@lab.test`;
      const secret = await gnupg.exportSecret(await gnupg.makeKey(algorithm, `Them <${email}>`));
      elsewhere.set(`gpg ${email}`, gpgReader(workshop, secret, mine));
      elsewhere.set(`sq ${email}`, sqReader(workshop, secret, mine));
      elsewhere.set(`rnp ${email}`, rnpReader(workshop, secret, mine));
      await me.introduce((await gnupg.gpg(['--armor', '--export', email])).stdout.toString());
    }
    await workshop.run('sq', [
      'key',
      'generate',
      '--userid',
      'Sq <sqown@lab.test>',
      '--export',
      `${workshop.folder}/own.key`,
    ]);
    elsewhere.set('sq sqown@lab.test', sqReader(workshop, readFileSync(`${workshop.folder}/own.key`, 'utf8'), mine));
    await me.introduce(
      (await workshop.run('sq', ['key', 'extract-cert', `${workshop.folder}/own.key`])).stdout.toString(),
    );
  }, 120_000);
  afterAll(() => workshop.close());

  const everybody = () => [...new Set([...elsewhere.keys()].map((name) => name.split(' ')[1] ?? ''))];
  const draft = (changes: Partial<Draft> = {}): Draft => ({
    id: '0'.repeat(32) as Draft['id'],
    origin: 'https://mail.example.org',
    from: address('me@lab.test'),
    to: everybody(),
    cc: [],
    bcc: [],
    subject: SUBJECT,
    text: TEXT,
    attachments: FILES.map(([name, mediaType, octets]) => ({ name, mediaType, content: new Blob([octets]) })),
    format: 'pgp-mime',
    inReplyTo: '<first@lab.test>',
    changedAt: 1,
    copiesSent: [],
    ...changes,
  });
  const each = async (armored: string, check: (content: Buffer, name: string) => Promise<void> | void) => {
    for (const [name, open] of elsewhere) {
      const { content, good, words } = await open(armored);
      expect(good, `${name}: ${words}`).toBe(true);
      await check(content, name);
    }
  };

  it('as PGP/MIME is opened by gpg, sq and rnp with RSA, NIST and Ed25519 keys, its signature is good, all get the same entity [req 15]', async () => {
    const { message } = await sealMail(draft(), me.sealing);
    const wire = await asRoundcube(message);
    const outside = await parseElsewhere(wire);
    expect([outside.type, outside.headers['subject'], outside.parts[0], outside.defects]).toEqual([
      'multipart/encrypted',
      '...',
      'Version: 1\r\n',
      [],
    ]);
    expect(wire.toString('latin1')).not.toMatch(/[^\r]\n/);
    const entities = new Set<string>();
    await each(outside.parts[1] ?? '', (content) => void entities.add(content.toString('latin1')));
    expect(entities.size).toBe(1);
    const [octets] = entities;
    expect(octets).not.toMatch(/[^\r]\n|[^\x00-\x7f]/);
    const parsed = await parseElsewhere(Buffer.from(octets ?? '', 'latin1'));
    expect(parsed).toMatchObject({ protected: 'v1', hp: 'cipher', defects: [] });
    expect(parsed.headers).toMatchObject({
      subject: SUBJECT,
      from: 'Me <me@lab.test>',
      to: everybody().join(', '),
      'in-reply-to': '<first@lab.test>',
    });
    expect(parsed.text.replaceAll('\r\n', '\n')).toBe(TEXT);
    const safeName = (name: string) => name.replaceAll('"', '_');
    expect(parsed.files).toEqual(
      FILES.map(([name, type, content]) => ({ name: safeName(name), type, sha256: sha256(content) })),
    );
  });

  it('inline is opened by gpg, sq and rnp as the words that were written, with a good signature [req 15]', async () => {
    const { message } = await sealMail(draft({ format: 'inline', attachments: [] }), me.sealing);
    await each(await message.armored.text(), (content, name) =>
      expect(content.toString().replaceAll('\r\n', '\n'), name).toBe(TEXT),
    );
  });

  it('survives what transport does to inline armor: CRLF for everybody, white space at line ends for us', async () => {
    const { message } = await sealMail(draft({ format: 'inline', attachments: [], text: 'short' }), me.sealing);
    const armored = await message.armored.text();
    await each(armored.replaceAll('\n', '\r\n'), (content, name) => expect(content.toString(), name).toBe('short'));
    const own = await me.readArmor(armored.replaceAll('\n', ' \r\n'), 'me@lab.test');
    expect([own.text, own.signature.status]).toEqual(['short', 'verified']);
  });

  it('to a hidden recipient names nobody else in its packets, as sq lists them [req 16]', async () => {
    const { message, hiddenCopies } = await sealMail(
      draft({ to: ['ed25519@lab.test'], bcc: ['sqown@lab.test'], attachments: [] }),
      me.sealing,
    );
    const packets = async (armored: string) =>
      (await workshop.run('sq', ['packet', 'dump', workshop.file(armored)])).stdout.toString();
    const recipients = (dump: string) => [...dump.matchAll(/Recipient: ([0-9A-F]+)/g)].map(([, id]) => id);
    const open = recipients(await packets(await message.armored.text()));
    const hidden = recipients(await packets((await hiddenCopies[0]?.envelope.armored.text()) ?? ''));
    expect([open.length, hidden.length, open.filter((id) => hidden.includes(id)).length]).toEqual([2, 2, 1]);
  });
});
