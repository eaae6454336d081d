import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gnupgRows } from '../interop/mail/rows/gnupg';
import { inlineRows } from '../interop/mail/rows/inline';
import { mobileRows } from '../interop/mail/rows/mobile';
import type { Row } from '../interop/mail/rows/row';
import { thunderbirdRows } from '../interop/mail/rows/thunderbird';
import { transportRows } from '../interop/mail/rows/transport';
import { webRows } from '../interop/mail/rows/web';
import { isShown, seeText, textOf } from '../support/browser/elements';
import { type Actor, introduce } from '../support/e2e/cast';
import { readerOf, send } from '../support/e2e/mail';
import { describeOnStage, type Stage } from '../support/e2e/stage';
import type { Cast, Player } from '../support/interop/mail/cast';
import type { Correspondent } from '../support/interop/mail/correspondent';
import { createGnupg, type Gnupg } from '../support/interop/mail/gnupg';
import { openpgpjsCorrespondent } from '../support/interop/mail/openpgp-js';
import { openWorkshop, programsMissing } from '../support/interop/mail/programs';
import { type Elsewhere, gpgReader, parseElsewhere, rnpReader, sqReader } from '../support/interop/mail/readers';
import { rnpCorrespondent } from '../support/interop/mail/rnp';
import { sequoiaCorrespondent } from '../support/interop/mail/sequoia';
import { canary, searchLab } from '../support/lab/leaks';
import { listMails, logIn, openMail } from '../support/lab/roundcube';
import { until } from '../support/wait';

/** A few of tests/interop/mail: one for each program and each way of reading. */
const CHOSEN = [
  'encrypted and signed with NIST P-384',
  'encrypted and signed with Brainpool P-256',
  'signed, quoted-printable, space at a line end',
  'cleartext in quoted-printable',
  'inline in both halves of an alternative',
  'encrypted and signed, own key attached (rnp)',
  'the header copy as the first part',
  'legacy display in text and HTML',
  'a picture',
  'HTML, own key attached, no protected headers',
  'rich text: PGP/MIME whose parts are attachments',
  'encrypted mail with a footer of the list: partly sealed',
];
const ROWS: readonly Row[] = [
  ...gnupgRows,
  ...inlineRows,
  ...thunderbirdRows,
  ...mobileRows,
  ...webRows,
  ...transportRows,
].filter(({ what }) => CHOSEN.includes(what));

const STATUS = {
  sealed: (name: string) => new RegExp(`^Sealed\\.\\s*Signed by ${name}, verified\\.`),
  partial: (name: string) =>
    new RegExp(`^Only part of this message is sealed\\.\\s*That part is signed by ${name}, verified\\.`),
  'not-sealed': (name: string) => new RegExp(`^Not sealed\\.\\s*Signed by ${name}, verified\\.`),
};

const never = (): never => {
  throw new Error('it was not sent');
};

async function soundly(open: Elsewhere, armored: string): Promise<Buffer> {
  const { content, good, words } = await open(armored);
  expect(good, words).toBe(true);
  return content;
}

const missing = programsMissing();
describe.skipIf(missing !== undefined)(`mail across programs${missing === undefined ? '' : ` (${missing})`}`, () => {
  const workshop = openWorkshop();
  afterAll(() => workshop.close());

  describeOnStage('in Roundcube, Chromium and Firefox', (stage) => {
    let gnupg: Gnupg;
    let carol: { readonly certificate: string; readonly secret: string };
    let foreign: Cast;
    beforeAll(async () => {
      const { alice, bob } = stage();
      gnupg = createGnupg(workshop);
      const fingerprint = await gnupg.makeKey('NIST P-256', 'Carol Lab <carol@lab.test>');
      carol = {
        secret: await gnupg.exportSecret(fingerprint),
        certificate: (await gnupg.gpg(['--armor', '--export', fingerprint])).stdout.toString(),
      };
      for (const actor of [alice, bob]) await introduce(actor, { ...carol, fingerprint: fingerprint.toLowerCase() });
      foreign = await assemble(stage());
    }, 120_000);

    it('what Alice and Bob send, as PGP/MIME and inline, is read by gpg, sq and rnp out of the spool [req 15]', async () => {
      const { lab, alice, bob } = stage();
      await lab.reset();
      const octets = randomBytes(200_000);
      const path = join(workshop.folder, 'Übersicht.bin');
      writeFileSync(path, octets);
      const digest = createHash('sha256').update(octets).digest('hex');
      const letters = await Promise.all([alice, bob].map((actor) => sendBoth(actor, path)));
      for (const [index, actor] of [alice, bob].entries()) {
        const letter = letters[index] ?? never();
        const [mime, inline] = lab.spooled().filter(({ from }) => from === `${actor.user}@lab.test`);
        const whole = await parseElsewhere(mime?.raw ?? never());
        expect([whole.type, whole.headers['subject'], whole.defects]).toEqual(['multipart/encrypted', '...', []]);
        const words = await parseElsewhere(inline?.raw ?? never());
        expect([words.type, words.headers['subject']]).toEqual(['text/plain', '...']);
        for (const reader of [gpgReader, sqReader, rnpReader]) {
          const open = reader(workshop, carol.secret, actor.certificate);
          const entity = await parseElsewhere(await soundly(open, whole.parts[1] ?? ''));
          expect(entity.headers).toMatchObject({ subject: letter.subject, to: letter.to });
          expect(entity.text.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.text);
          expect(entity.files.map(({ name, sha256 }) => [name, sha256])).toEqual([['Übersicht.bin', digest]]);
          const text = (await soundly(open, words.text)).toString();
          expect(text.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.text);
        }
        expect(searchLab(lab, [letter.subject, letter.text.split('\n')[0] ?? ''])).toEqual([]);
      }
    });

    it('what gpg, sq, rnp and openpgp.js wrote is read by both: words, files, signature, protected subject [req 21]', async () => {
      expect(ROWS).toHaveLength(CHOSEN.length);
      const { lab, alice, bob } = stage();
      await lab.reset();
      for (const row of ROWS) {
        const mail = await row.make(foreign[row.by], foreign);
        await Promise.all([lab.inject('alice', mail), lab.inject('bob', mail)]);
      }
      await Promise.all([alice, bob].map((actor) => readAll(actor)));
    });

    async function sendBoth(actor: Actor, path: string) {
      const { lab } = stage();
      const letter = {
        to: 'carol@lab.test',
        subject: `${canary('subject')} für März`,
        text: `${canary('text')}\n\nzweite Zeile: naïve ✓`,
      };
      const page = await logIn(actor, lab, actor.user);
      await send(actor, page, lab, { ...letter, files: [path] });
      await send(actor, page, lab, { ...letter, inline: true });
      await page.close();
      return letter;
    }

    async function readAll(actor: Actor): Promise<void> {
      const { lab } = stage();
      const page = await logIn(actor, lab, actor.user);
      const listed = await until('all mails in the list', async () => {
        const mails = await listMails(page, lab);
        return mails.length === ROWS.length && mails.toSorted((a, b) => Number(a.uid) - Number(b.uid));
      });
      for (const [index, { by, what, expected }] of ROWS.entries()) {
        await openMail(page, lab, listed[index]?.uid ?? '');
        const reader = await readerOf(actor, page);
        await seeText(reader, 'reader-status', STATUS[expected.sealed](foreign[by].name));
        if (expected.text !== undefined)
          expect((await textOf(reader, 'reader-text')).trim(), what).toBe(expected.text.trim());
        if (expected.subject !== undefined) expect(await textOf(reader, 'reader-subject'), what).toBe(expected.subject);
        else expect(await isShown(reader, 'reader-subject'), what).toBe(false);
        for (const [file] of expected.files ?? []) await seeText(reader, 'reader', new RegExp(RegExp.escape(file)));
        if (expected.outside !== undefined) await seeText(reader, 'reader-outside', /list mailing list/);
      }
      await page.close();
    }

    /** The writers that the chosen mails need; each seals for both readers and is verified by both. */
    async function assemble({ alice, bob }: Pick<Stage, 'alice' | 'bob'>): Promise<Cast> {
      const mine = alice.certificate;
      const players: Partial<Record<Player, Correspondent>> = {
        gpg: await gnupg.correspondent('ed25519', 'gpg@lab.test', mine),
        gpgRsa: await gnupg.correspondent('RSA 3072', 'gpgrsa@lab.test', mine),
        gpgP256: await gnupg.correspondent('NIST P-256', 'gpgp256@lab.test', mine),
        gpgP384: await gnupg.correspondent('NIST P-384', 'gpgp384@lab.test', mine),
        gpgBp256: await gnupg.correspondent('Brainpool P-256', 'gpgbp256@lab.test', mine),
        sq: await sequoiaCorrespondent(workshop, 'ed25519', 'sq@lab.test', mine),
        rnp: await rnpCorrespondent(workshop, 'ed25519', 'rnp@lab.test', mine),
        proton: await openpgpjsCorrespondent('ed25519', 'proton@lab.test', mine),
        mailvelope: await openpgpjsCorrespondent('RSA 3072', 'mailvelope@lab.test', mine),
        flowcrypt: await openpgpjsCorrespondent('NIST P-256', 'flowcrypt@lab.test', mine),
      };
      for (const [name, one] of Object.entries(players)) {
        const seal: Correspondent['seal'] = (content, options = {}) =>
          one.seal(content, { ...options, others: [...(options.others ?? []), bob.certificate] });
        players[name as Player] = { ...one, seal };
        const list = ['--with-colons', '--show-keys', workshop.file(one.certificate)];
        const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec((await gnupg.gpg(list)).stdout.toString())?.[1] ?? '';
        for (const actor of [alice, bob])
          await introduce(actor, { certificate: one.certificate, fingerprint: fingerprint.toLowerCase() });
      }
      return { ...players, workshop, gnupg } as unknown as Cast;
    }
  });
});
