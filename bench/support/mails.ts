import { randomBytes } from 'node:crypto';
import type { EmailAddress } from '../../lib/core/brand';
import { createMime } from '../../lib/mime/mime';
import { createOpenPgp } from '../../lib/openpgp/openpgp';

/** Somebody who writes to the one that reads: a key of our own making, outside of any browser. */
export type Writer = {
  readonly certificate: string;
  readonly fingerprint: string;
  /** Armor alone in a plain mail. The text has this many octets. */
  inline(octets: number): Promise<string>;
  /** PGP/MIME (RFC 3156) with one file, so large that the whole mail has this many octets. */
  mime(octets: number): Promise<string>;
};

const ARMORED_TWICE = (4 / 3) ** 2 * (78 / 76) * (65 / 64);
/** Armor, entity and header lines around the file. */
const AROUND = 4_096;

export async function makeWriter(from: EmailAddress, to: EmailAddress, reader: string): Promise<Writer> {
  const pgp = createOpenPgp();
  const mime = createMime();
  const { secret, certificate } = await pgp.makeKey({ name: 'Walter Bench', email: from, version: 'v4' });
  const recipients = [await pgp.readCertificate(new TextEncoder().encode(reader)), certificate];
  const { armored } = await pgp.view(certificate, []);
  const seal = async (content: Uint8Array, literal: 'text' | 'binary') =>
    Buffer.from(await pgp.seal({ content, literal, recipients, signer: secret })).toString('latin1');
  return {
    certificate: armored,
    fingerprint: certificate.fingerprint,

    async inline(octets) {
      const armor = await seal(new TextEncoder().encode(wordsOf(octets)), 'text');
      return mail(from, to, ['Content-Type: text/plain; charset=utf-8'], armor.replaceAll(/\r?\n/g, '\r\n'));
    },

    async mime(octets) {
      const content = mime.build({
        from,
        to: [to],
        cc: [],
        subject: 'A bench with a file',
        date: new Date(),
        text: wordsOf(1_000),
        attachments: [
          {
            name: 'file.bin',
            mediaType: 'application/octet-stream',
            content: randomBytes(Math.floor((octets - AROUND) / ARMORED_TWICE)),
          },
        ],
      });
      const armor = (await seal(content, 'binary')).replaceAll(/\r?\n/g, '\r\n');
      return mail(
        from,
        to,
        [
          'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="bench"',
          'Content-Transfer-Encoding: 7bit',
        ],
        [
          '--bench',
          'Content-Type: application/pgp-encrypted',
          '',
          'Version: 1',
          '',
          '--bench',
          'Content-Type: application/octet-stream; name="encrypted.asc"',
          'Content-Disposition: inline; filename="encrypted.asc"',
          '',
          armor,
          '--bench--',
          '',
        ].join('\r\n'),
      );
    },
  };
}

function mail(from: string, to: string, headers: readonly string[], body: string): string {
  const id = randomBytes(9).toString('hex');
  return [
    `From: Walter Bench <${from}>`,
    `To: <${to}>`,
    'Subject: ...',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@lab.test>`,
    'MIME-Version: 1.0',
    ...headers,
    '',
    body,
  ].join('\r\n');
}

const WORDS = 'the quiet letter nobody else could read came over the hill with every other word of it sealed'.split(
  ' ',
);

/** Lines of words, no two paragraphs alike, exactly this many octets. */
function wordsOf(octets: number): string {
  let text = '';
  for (let line = 0; text.length < octets; line++) {
    const start = (line * 7) % WORDS.length;
    text += `${line} ${[...WORDS.slice(start), ...WORDS.slice(0, start)].slice(0, 11).join(' ')}\n`;
  }
  return text.slice(0, octets);
}
