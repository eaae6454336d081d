import { entity } from '../../../support/interop/mail/entity';
import { evil, evilHtml, head, inline, mixed, type Spoof } from './spoof';
import { EVIL, TRUE_WORDS } from './stage';

const verified = { ends: 'verified', sealed: 'not-sealed' } as const;
const leaf = (text: string) => entity(['Content-Type: text/plain; charset=utf-8'], text);

export const inlineSpoofs: readonly Spoof[] = [
  {
    what: 'words around a cleartext signature',
    ...verified,
    make: async ({ alice }) => inline(`${EVIL}\n${await alice.clearsign(TRUE_WORDS)}${EVIL}\n`),
  },
  {
    what: 'words as a header line of a cleartext signature',
    ends: 'mail/malformed',
    make: async ({ alice }) => inline((await alice.clearsign(TRUE_WORDS)).replace('\n\n', `\nComment: ${EVIL}\n\n`)),
  },
  {
    what: 'words behind a Hash header',
    ends: 'mail/malformed',
    make: async ({ alice }) =>
      inline((await alice.clearsign(TRUE_WORDS)).replace(/Hash: (\S+)\n/, `Hash: $1\n ${EVIL}\n`)),
  },
  {
    what: 'words that replace the signed ones',
    ends: 'invalid',
    make: async ({ alice }) => inline((await alice.clearsign(TRUE_WORDS)).replace(TRUE_WORDS, EVIL)),
  },
  {
    what: 'a false signed text before a true one',
    ends: 'invalid',
    make: async ({ alice }) => {
      const block = await alice.clearsign(TRUE_WORDS);
      return inline(`${block.replace(TRUE_WORDS, EVIL)}\n${block}`);
    },
  },
  {
    what: 'a true signed text before a false one',
    ...verified,
    make: async ({ alice }) => {
      const block = await alice.clearsign(TRUE_WORDS);
      return inline(`${block}\n${block.replace(TRUE_WORDS, EVIL)}`);
    },
  },
  {
    what: 'a false text that runs into a true one',
    ends: 'mail/malformed',
    make: async ({ alice }) =>
      inline(`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${EVIL}\n${await alice.clearsign(TRUE_WORDS)}`),
  },
  {
    what: 'a signature block before the true one',
    ends: 'invalid',
    make: async ({ alice, mallory }) => {
      const foreign = (await mallory.clearsign(EVIL)).split('-----BEGIN PGP SIGNATURE-----')[1] ?? '';
      return inline(
        (await alice.clearsign(TRUE_WORDS)).replace(
          '-----BEGIN PGP SIGNATURE-----',
          `-----BEGIN PGP SIGNATURE-----${foreign}\n${EVIL}\n-----BEGIN PGP SIGNATURE-----`,
        ),
      );
    },
  },
  {
    what: 'another charset over a cleartext signature',
    ends: 'invalid',
    make: async ({ alice }) => inline(await alice.clearsign('Grüße'), head(), 'text/plain; charset=koi8-r'),
  },
  {
    what: 'a cleartext signature that HTML hides',
    ...verified,
    make: async ({ alice }) =>
      entity(
        [...head(), 'Content-Type: text/html'],
        `<div style="display:none"><pre>${await alice.clearsign(TRUE_WORDS)}</pre></div><p>${EVIL}</p>`,
      ),
  },
  {
    what: 'other words in the HTML beside a cleartext signature',
    ...verified,
    make: async ({ alice }) =>
      mixed([leaf(await alice.clearsign(TRUE_WORDS)), evilHtml], head(), 'multipart/alternative'),
  },
  {
    what: 'a text part before the one with a cleartext signature',
    ...verified,
    make: async ({ alice }) => mixed([evil, leaf(await alice.clearsign(TRUE_WORDS))]),
  },
  {
    what: 'words around inline armor',
    ends: 'verified',
    sealed: 'partial',
    make: async ({ alice }) => inline(`${EVIL}\n\n${await alice.seal(TRUE_WORDS)}\n${EVIL}`),
  },
  {
    what: 'words as a header line of inline armor',
    ends: 'verified',
    sealed: 'sealed',
    make: async ({ alice }) => inline((await alice.seal(TRUE_WORDS)).replace('\n\n', `\nComment: ${EVIL}\n\n`)),
  },
  {
    what: 'other words in the HTML beside inline armor',
    ends: 'verified',
    sealed: 'partial',
    make: async ({ alice }) => mixed([leaf(await alice.seal(TRUE_WORDS)), evilHtml], head(), 'multipart/alternative'),
  },
  {
    what: 'inline armor that is only signed',
    ...verified,
    make: async ({ alice }) => inline(await alice.wrap(TRUE_WORDS)),
  },
  {
    what: "Mallory's file beside Alice's inline armor",
    ends: 'verified',
    sealed: 'partial',
    make: async ({ alice }) =>
      mixed([
        leaf(await alice.seal(TRUE_WORDS)),
        entity(
          ['Content-Type: text/plain; name="order.txt"', 'Content-Disposition: attachment; filename="order.txt"'],
          EVIL,
        ),
      ]),
  },
  {
    what: "Mallory's sealed file beside Alice's inline armor",
    ends: 'verified',
    sealed: 'partial',
    make: async ({ alice, mallory }) =>
      mixed([
        leaf(await alice.seal(TRUE_WORDS)),
        entity(
          [
            'Content-Type: application/octet-stream; name="order.txt.pgp"',
            'Content-Disposition: attachment; filename="order.txt.pgp"',
          ],
          await mallory.seal(EVIL),
        ),
      ]),
  },
  {
    what: "Mallory's file beside Alice's cleartext signature",
    ...verified,
    make: async ({ alice }) =>
      mixed([
        leaf(await alice.clearsign(TRUE_WORDS)),
        entity(
          ['Content-Type: text/plain; name="order.txt"', 'Content-Disposition: attachment; filename="order.txt"'],
          EVIL,
        ),
      ]),
  },
];
