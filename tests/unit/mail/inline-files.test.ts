import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../../lib/core/brand';
import type { Opened, SignatureFact } from '../../../lib/core/openpgp-port';
import type { ReadingAttachment } from '../../../lib/core/reading';
import { inlineFiles } from '../../../lib/mail/inline-files';
import { readMail } from '../../../lib/mail/read-mail';
import { createMime } from '../../../lib/mime/mime';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';

const fact = (name: string, outcome: SignatureFact['outcome'] = 'valid'): SignatureFact => ({
  outcome,
  keyId: '0123456789abcdef',
  fingerprint: name as Fingerprint,
});
const text = (sealed: boolean, ...signatures: SignatureFact[]): Opened => ({
  content: new Uint8Array(),
  sealed,
  signatures,
});
const file = (name: string, holdsCertificate = false): ReadingAttachment => ({
  name,
  mediaType: 'text/plain',
  octets: 1,
  content: new Blob(['x']),
  holdsCertificate,
});

describe('[req 17] [req 19] files beside inline armor', () => {
  it.each([
    ['signed by the same person', [[fact('alice')]], false],
    ['not signed', [[]], true],
    ['signed by somebody else', [[fact('mallory')]], true],
    ['one of two signed', [[fact('alice')], []], true],
    ['with a signature that does not verify', [[fact('alice', 'invalid')]], true],
    ['with a sound and a broken signature', [[fact('alice'), fact('alice', 'invalid')]], true],
  ] as const)('sealed and %s: partial %j', (_what, opened, partial) => {
    const files = { attachments: opened.map((_one, index) => file(`${index}`)), opened, left: 0 };
    const result = inlineFiles(text(true, fact('alice')), files, undefined);
    expect([result.partial, result.attachments.length]).toEqual([partial, opened.length]);
  });

  it('sealed beside text that nobody signed are as whole as it', () => {
    const files = { attachments: [file('a')], opened: [[]], left: 0 };
    expect(inlineFiles(text(true), files, undefined).partial).toBe(false);
  });

  it('sealed beside text that is only signed make the mail partial', () => {
    const files = { attachments: [file('a')], opened: [[fact('alice')]], left: 0 };
    expect(inlineFiles(text(false, fact('alice')), files, undefined).partial).toBe(true);
  });

  it('in the open stand outside of a signed text, named; a certificate is offered all the same', async () => {
    const attachments = [file('order.txt'), file('key.asc', true)];
    const result = inlineFiles(text(false, fact('alice')), { attachments, opened: [], left: 2 }, 'Hello');
    expect(result).toMatchObject({ partial: false, outsideText: 'Hello\n\n[order.txt]\n\n[key.asc]' });
    expect(result.attachments.map(({ name }) => name)).toEqual(['key.asc']);
  });

  it('do not stand under the status of a cleartext signature', async () => {
    const pgp = createOpenPgp();
    const octets = readFileSync(new URL('../../fixtures/mail/unsigned-file-beside-cleartext.eml', import.meta.url));
    const secret = readFileSync(new URL('../../fixtures/openpgp/secret.asc', import.meta.url));
    const [whole] = await pgp.importSecret(secret, undefined);
    if (whole === undefined) throw new Error('the fixture holds a key');
    const reading = await readMail(
      { whole: 'mime', octets },
      {
        pgp,
        mime: createMime(),
        secrets: () => Promise.reject(new Error('nothing is sealed')),
        signers: () => Promise.resolve([whole.certificate]),
        judge: ([first]) => Promise.resolve({ status: first?.outcome === 'valid' ? 'verified' : 'invalid' }),
      },
    );
    expect(reading).toMatchObject({ text: 'Lunch at noon.', attachments: [], outsideText: '[order.txt]' });
    expect(reading.signature.status).toBe('verified');
  });
});
