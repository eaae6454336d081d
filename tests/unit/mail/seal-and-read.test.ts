import { beforeAll, describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../../lib/core/brand';
import type { Draft, OutgoingEnvelope } from '../../../lib/core/compose';
import { AppError } from '../../../lib/core/errors';
import type { SecretImport, SecretKeyOctets } from '../../../lib/core/openpgp-port';
import type { SignatureTruth } from '../../../lib/core/reading';
import type { ReadMailPorts, SealMailPorts } from '../../../lib/mail/ports';
import { readMail } from '../../../lib/mail/read-mail';
import { sealMail } from '../../../lib/mail/seal-mail';
import { createMime } from '../../../lib/mime/mime';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';

const pgp = createOpenPgp();
const mime = createMime();
const people = new Map<string, SecretImport>();
const NAMES = ['alice', 'bob', 'carol', 'hidden'] as const;
const at = (name: string) => `${name}@lab.test` as EmailAddress;

beforeAll(async () => {
  for (const name of NAMES) people.set(at(name), await pgp.makeKey({ name, email: at(name), version: 'v4' }));
});

const person = (name: string): SecretImport => {
  const found = people.get(at(name));
  if (found === undefined) throw new Error(name);
  return found;
};
/** A copy each time: whoever uses a secret wipes it. */
const secretOf = (name: string): SecretKeyOctets => ({
  ...person(name).secret,
  octets: person(name).secret.octets.slice(),
});

const sealing: SealMailPorts = {
  pgp,
  mime,
  certificateFor: (address) => {
    const found = people.get(address);
    return found === undefined
      ? Promise.reject(new AppError('contact/no-certificate'))
      : Promise.resolve(found.certificate);
  },
  signerFor: () =>
    Promise.resolve({
      secret: secretOf('alice'),
      certificate: person('alice').certificate,
      address: at('alice'),
      name: 'Alice "A." Berg',
      [Symbol.dispose]: () => undefined,
    }),
  now: () => Date.now(),
};

const reading = (name: string): ReadMailPorts => ({
  pgp,
  mime,
  secrets: () => Promise.resolve(Object.assign([secretOf(name)], { [Symbol.dispose]: () => undefined })),
  signers: () => Promise.resolve([...people.values()].map(({ certificate }) => certificate)),
  judge: (facts, from): Promise<SignatureTruth> =>
    Promise.resolve({ status: facts[0]?.outcome === 'valid' && from.length === 1 ? 'verified' : 'other-address' }),
});

const draft = (changes: Partial<Draft> = {}): Draft => ({
  id: '0'.repeat(32) as Draft['id'],
  origin: 'https://mail.example.org',
  from: at('alice'),
  to: [at('bob')],
  cc: [],
  bcc: [],
  subject: 'Grüße — the real subject',
  text: 'Zeile eins\nnaïve ✓\n',
  attachments: [],
  format: 'pgp-mime',
  changedAt: 1,
  copiesSent: [],
  ...changes,
});

/** The mail as a webmail would make it of an envelope. */
const onTheWire = async (envelope: OutgoingEnvelope): Promise<Uint8Array> =>
  new TextEncoder().encode(
    [
      'From: Alice <alice@lab.test>',
      `To: ${envelope.to.join(', ')}`,
      `Subject: ${envelope.subject}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"',
      '',
      '--b',
      'Content-Type: application/pgp-encrypted',
      '',
      'Version: 1',
      '',
      '--b',
      'Content-Type: application/octet-stream; name="encrypted.asc"',
      '',
      await envelope.armored.text(),
      '--b--',
      '',
    ].join('\r\n'),
  );

const read = async (envelope: OutgoingEnvelope, name: string) =>
  readMail({ whole: 'mime', octets: await onTheWire(envelope) }, reading(name));

describe('a mail that was sealed', () => {
  it('is read with its text, protected subject, files and signature, by its recipient and by its writer', async () => {
    const file = {
      name: 'Übersicht.bin',
      mediaType: 'application/x-test',
      content: new Blob([new Uint8Array(5_000).fill(7)]),
    };
    const { message } = await sealMail(draft({ attachments: [file] }), sealing);
    for (const name of ['bob', 'alice']) {
      const opened = await read(message, name);
      expect(opened).toMatchObject({ sealed: 'sealed', signature: { status: 'verified' }, from: at('alice') });
      expect(opened.text?.trimEnd()).toBe('Zeile eins\nnaïve ✓');
      expect(opened.protectedHeaders.subject).toBe('Grüße — the real subject');
      expect(opened.attachments.map(({ name: shown, octets }) => [shown, octets])).toEqual([['Übersicht.bin', 5_000]]);
    }
  });

  it('[req 15] shows outside neither subject nor text, and three dots as subject', async () => {
    const { message } = await sealMail(draft(), sealing);
    const wire = new TextDecoder().decode(await onTheWire(message));
    expect(message.subject).toBe('...');
    expect(wire).not.toMatch(/subject of|Zeile|Grüße|real/);
  });

  it('is read inline, signed, as text', async () => {
    const { message } = await sealMail(draft({ format: 'inline' }), sealing);
    const octets = new Uint8Array(await message.armored.arrayBuffer());
    const opened = await readMail({ whole: 'armor', octets, from: at('alice') }, reading('bob'));
    expect(opened).toMatchObject({
      sealed: 'sealed',
      signature: { status: 'verified' },
      text: 'Zeile eins\nnaïve ✓\n',
    });
  });

  it('is refused to somebody it was not sealed for', async () => {
    const { message } = await sealMail(draft(), sealing);
    await expect(read(message, 'carol')).rejects.toMatchObject({ code: 'mail/not-for-me' });
  });
});

describe('hidden recipients', () => {
  it('get an envelope of their own that names nobody else, and leave no trace in the message', async () => {
    const sealed = await sealMail(draft({ cc: [at('carol')], bcc: [at('hidden')] }), sealing);
    expect(sealed.hiddenCopies.map(({ envelope }) => [envelope.to, envelope.cc, envelope.bcc])).toEqual([
      [[], [], [at('hidden')]],
    ]);
    expect([sealed.message.to, sealed.message.cc, sealed.message.bcc]).toEqual([[at('bob')], [at('carol')], []]);
    await expect(read(sealed.message, 'hidden')).rejects.toMatchObject({ code: 'mail/not-for-me' });
    const copy = sealed.hiddenCopies[0]?.envelope;
    expect(copy === undefined ? undefined : (await read(copy, 'hidden')).text?.trimEnd()).toBe('Zeile eins\nnaïve ✓');
    if (copy !== undefined) await expect(read(copy, 'bob')).rejects.toMatchObject({ code: 'mail/not-for-me' });
  });

  it('are not sent twice after a try that got half way', async () => {
    const sealed = await sealMail(draft({ bcc: [at('hidden'), at('carol')], copiesSent: [at('hidden')] }), sealing);
    expect(sealed.hiddenCopies.map(({ address }) => address)).toEqual([at('carol')]);
  });

  it('carry the message itself where nobody is named openly', async () => {
    const sealed = await sealMail(draft({ to: [], bcc: [at('bob')] }), sealing);
    expect([sealed.hiddenCopies.length, sealed.message.kind, sealed.message.bcc]).toEqual([0, 'message', [at('bob')]]);
  });
});

describe('[req 16] nothing is sealed', () => {
  it.each([
    ['for an address without a certificate', { to: [at('bob'), 'nobody@lab.test'] }, 'contact/no-certificate'],
    ['for no recipient', { to: [] }, 'mail/no-recipient'],
    ['for half an address', { to: ['bob@'] }, 'mail/bad-address'],
    ['without text and files', { text: ' \n' }, 'mail/nothing-to-send'],
    [
      'inline with files',
      { format: 'inline', attachments: [{ name: 'a', mediaType: 'a/b', content: new Blob(['x']) }] },
      'mail/inline-files',
    ],
    [
      'over 25 MB',
      { attachments: [{ name: 'a', mediaType: 'a/b', content: new Blob([new Uint8Array(26_300_000)]) }] },
      'mail/quota',
    ],
  ] as const)('%s', async (_title, changes, code) => {
    await expect(sealMail(draft(changes as Partial<Draft>), sealing)).rejects.toMatchObject({ code });
  });
});

describe('[req 17] [req 18] [req 19] a status never says more than is true', () => {
  it('takes a protected From that differs from the outer one as two senders', async () => {
    const { message } = await sealMail(draft(), sealing);
    const wire = new TextDecoder().decode(await onTheWire(message)).replace('alice@lab.test', 'ceo@lab.test');
    const opened = await readMail({ whole: 'mime', octets: new TextEncoder().encode(wire) }, reading('bob'));
    expect(opened.signature.status).toBe('other-address');
    expect(opened.from).toBeUndefined();
  });

  it('calls a mail partly sealed when text stands beside the envelope', async () => {
    const { message } = await sealMail(draft({ format: 'inline' }), sealing);
    const wire = `From: alice@lab.test\r\nContent-Type: text/plain\r\n\r\nsend money\r\n${await message.armored.text()}`;
    const opened = await readMail({ whole: 'mime', octets: new TextEncoder().encode(wire) }, reading('bob'));
    expect([opened.sealed, opened.outsideText?.trim()]).toEqual(['partial', 'send money']);
    expect(opened.text).not.toContain('money');
  });

  it('gives no protected subject to a mail that nothing protects', async () => {
    const wire = 'From: a@b.c\r\nSubject: x\r\nContent-Type: text/plain; hp="clear"\r\n\r\nhello';
    const opened = await readMail({ whole: 'mime', octets: new TextEncoder().encode(wire) }, reading('bob'));
    expect(opened).toMatchObject({
      sealed: 'not-sealed',
      protectedHeaders: {},
      signature: { status: 'other-address' },
    });
  });
});
