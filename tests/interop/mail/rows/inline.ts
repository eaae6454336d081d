import type { Correspondent } from '../../../support/interop/mail/correspondent';
import { base64Lines, entity, file, multipart, outer, plain, quoted } from '../../../support/interop/mail/entity';
import { OCTETS, type Row, SEALED, SIGNED, UNSIGNED, WORDS } from './row';

const TEXT = 'Content-Type: text/plain; charset=utf-8';
const mail = (from: Correspondent, body: Uint8Array | string, type = TEXT, encoding = '8bit'): Buffer =>
  entity([...outer(from), type, `Content-Transfer-Encoding: ${encoding}`], body);
const wire = (text: string) => text.replace(/\r?\n/g, '\r\n');

export const inlineRows: readonly Row[] = [
  {
    shape: 'gpg in an editor',
    what: 'inline',
    by: 'gpg',
    expected: SEALED,
    make: async (from) => mail(from, await from.seal(WORDS)),
  },
  {
    shape: 'gpg in an editor',
    what: 'inline, stored with LF',
    by: 'gpgRsa',
    expected: SEALED,
    make: async (from) =>
      Buffer.from(
        mail(from, await from.seal(WORDS))
          .toString()
          .replaceAll('\r\n', '\n'),
      ),
  },
  {
    shape: 'gpg in an editor',
    what: 'inline, encrypted only',
    by: 'gpg',
    expected: UNSIGNED,
    make: async (from) => mail(from, await from.seal(WORDS, { sign: false })),
  },
  {
    shape: 'gpg in an editor',
    what: 'inline in quoted-printable',
    by: 'gpg',
    expected: SEALED,
    make: async (from) => mail(from, quoted(wire(await from.seal(WORDS))), TEXT, 'quoted-printable'),
  },
  {
    shape: 'gpg in an editor',
    what: 'inline in base64',
    by: 'sq',
    expected: SEALED,
    make: async (from) => mail(from, base64Lines(wire(await from.seal(WORDS))), TEXT, 'base64'),
  },
  {
    shape: 'gpg in an editor',
    what: 'inline in format=flowed',
    by: 'rnp',
    expected: SEALED,
    make: async (from) => mail(from, await from.seal(WORDS), `${TEXT}; format=flowed; delsp=yes`),
  },
  {
    shape: 'gpg in an editor',
    what: 'inline with words around: partly sealed',
    by: 'gpg',
    expected: { ...SEALED, sealed: 'partial', outside: /^Hello,\n\n-- \nsent from my desk$/ },
    make: async (from) => mail(from, `Hello,\n\n${await from.seal(WORDS)}\n-- \nsent from my desk\n`),
  },
  {
    shape: 'Enigmail',
    what: 'inline, windows-1252 told by a Charset line',
    by: 'gpg',
    expected: { ...SEALED, text: 'Grüße für 5 €' },
    make: async (from) => {
      const latin = Buffer.from('Gr\u00fc\u00dfe f\u00fcr 5 \u0080', 'latin1');
      return mail(from, (await from.seal(latin)).replace('\n\n', '\nCharset: windows-1252\n\n'));
    },
  },
  {
    shape: 'Enigmail',
    what: 'inline, ISO-8859-2 told by a Charset line',
    by: 'gpg',
    expected: { ...SEALED, text: 'Zażółć gęślą jaźń' },
    make: async (from, { workshop }) => {
      const { stdout } = await workshop.run('python3', [
        '-c',
        "import sys;sys.stdout.buffer.write('Zażółć gęślą jaźń'.encode('iso-8859-2'))",
      ]);
      return mail(from, (await from.seal(stdout)).replace('\n\n', '\nCharset: ISO-8859-2\n\n'));
    },
  },
  {
    shape: 'mutt 1.4',
    what: 'application/pgp; x-action=encrypt',
    by: 'gpgRsa',
    expected: SEALED,
    make: async (from) =>
      mail(from, await from.seal(WORDS), 'Content-Type: application/pgp; x-action=encrypt; format=text'),
  },
  {
    shape: 'FlowCrypt',
    what: 'inline, files sealed one by one and not signed: the signature is not theirs',
    by: 'flowcrypt',
    expected: {
      ...SEALED,
      sealed: 'partial',
      files: [
        ['plans.pdf', OCTETS],
        ['zweite.txt', 'zwei'],
      ],
    },
    make: async (from) =>
      multipart(
        'multipart/mixed',
        [
          entity(
            ['Content-Type: text/plain', 'Content-Transfer-Encoding: quoted-printable'],
            quoted(wire(await from.seal(WORDS))),
          ),
          file('plans.pdf.pgp', await from.seal(OCTETS, { sign: false })),
          file('zweite.txt.pgp', await from.seal('zwei', { sign: false })),
        ],
        { headers: outer(from), boundary: '----sinikael-?=_1-15535259519270.930031460416217' },
      ),
  },
  {
    shape: 'Mailvelope',
    what: 'inline in an editor, file .gpg in binary',
    by: 'mailvelope',
    expected: { ...SEALED, files: [['plan.bin', OCTETS]] },
    make: async (from, { workshop }) => {
      const { stdout } = await workshop.run('gpg', ['--quiet', '--dearmor'], await from.seal(OCTETS));
      return multipart(
        'multipart/mixed',
        [plain(await from.seal(WORDS)), file('plan.bin.gpg', stdout, 'application/pgp-encrypted')],
        { headers: outer(from) },
      );
    },
  },
  {
    shape: 'Gmail',
    what: 'inline in both halves of an alternative',
    by: 'mailvelope',
    expected: SEALED,
    make: async (from) => {
      const armored = await from.seal(WORDS);
      const html = `<div dir="ltr">${armored.trim().split('\n').join('<br>')}<br></div>\n`;
      return multipart(
        'multipart/alternative',
        [
          plain(armored),
          entity(
            ['Content-Type: text/html; charset="UTF-8"', 'Content-Transfer-Encoding: quoted-printable'],
            quoted(wire(html)),
          ),
        ],
        { headers: outer(from) },
      );
    },
  },
  {
    shape: 'Outlook',
    what: 'inline in HTML alone, one paragraph a line',
    by: 'gpg',
    expected: SEALED,
    make: async (from) => {
      const lines = (await from.seal(WORDS)).trim().split('\n');
      const html = `<html><head><style>p.MsoNormal{margin:0}</style></head><body>\n${lines.map((line) => `<p class="MsoNormal">${line || '&nbsp;'}<o:p></o:p></p>`).join('\n')}\n</body></html>`;
      return mail(from, html, 'Content-Type: text/html; charset="us-ascii"', '7bit');
    },
  },
  {
    shape: 'gpg in an editor',
    what: 'cleartext',
    by: 'gpg',
    expected: SIGNED,
    make: async (from) => mail(from, await from.clearsign(WORDS)),
  },
  {
    shape: 'gpg in an editor',
    what: 'cleartext with dashes and From; what is not signed (space at a line end) is gone',
    by: 'gpgRsa',
    expected: { ...SIGNED, text: '- one\n--\nFrom here\n-----BEGIN nothing-----\nend' },
    make: async (from) => mail(from, await from.clearsign('- one\n-- \nFrom here\n-----BEGIN nothing-----\nend\n')),
  },
  {
    shape: 'gpg in an editor',
    what: 'cleartext in quoted-printable',
    by: 'gpgP256',
    expected: SIGNED,
    make: async (from) => mail(from, quoted(wire(await from.clearsign(WORDS))), TEXT, 'quoted-printable'),
  },
  {
    shape: 'gpg in an editor',
    what: 'cleartext in base64',
    by: 'rnp',
    expected: SIGNED,
    make: async (from) => mail(from, base64Lines(wire(await from.clearsign(`${WORDS}\n`))), TEXT, 'base64'),
  },
  {
    shape: 'gpg in an editor',
    what: 'cleartext in format=flowed',
    by: 'sq',
    expected: { ...SIGNED, text: 'one line that flows\ninto another' },
    make: async (from) =>
      mail(from, await from.clearsign('one line that flows\ninto another\n'), `${TEXT}; format=flowed`),
  },
  {
    shape: 'gpg in an editor',
    what: 'cleartext in ISO-8859-1, signed as it was sent',
    by: 'gpg',
    expected: { ...SIGNED, text: 'Grüße für März' },
    make: async (from) => {
      const latin = Buffer.from('Grüße für März\n', 'latin1');
      const { stdout } = { stdout: await from.clearsign(latin) };
      // The program passes octets through; the string that was made of them is not what it wrote.
      const head = stdout.split('\n').slice(0, 3).join('\n');
      const foot = stdout.slice(stdout.indexOf('-----BEGIN PGP SIGNATURE'));
      const body = Buffer.concat([Buffer.from(`${head}\n`), latin, Buffer.from(foot)]);
      return entity(
        [...outer(from), 'Content-Type: text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding: 8bit'],
        body,
      );
    },
  },
  {
    shape: 'FlowCrypt',
    what: 'cleartext',
    by: 'flowcrypt',
    expected: SIGNED,
    make: async (from) => mail(from, await from.clearsign(WORDS)),
  },
  {
    shape: 'a list',
    what: 'cleartext with a footer: the footer is outside',
    by: 'gpg',
    expected: { ...SIGNED, outside: /^_{20}\nlist mailing list$/ },
    make: async (from) => mail(from, `${await from.clearsign(WORDS)}\n${'_'.repeat(20)}\nlist mailing list\n`),
  },
];
