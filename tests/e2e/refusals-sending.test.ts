import { decrypt, readMessage } from 'openpgp';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Draft } from '../../lib/core/compose';
import { fill, press, seeText, textOf } from '../support/browser/elements';
import { pressNamed, seeWords } from '../support/browser/named';
import { ask, refusal } from '../support/e2e/bus';
import { type Actor, introduce } from '../support/e2e/cast';
import { expired, revoked, type Stranger, stranger } from '../support/e2e/foreign';
import { continueDraft, enterWebmail, leftCompose, openComposer, pressSend, write } from '../support/e2e/mail';
import { describeOnStage } from '../support/e2e/stage';
import { canary, searchLab } from '../support/lab/leaks';

const at = (name: string): string => `${name}@elsewhere.test`;

/** Keys that changed in the test of requirement 32: 20 of 20 must stop. */
const CHANGES = 20;

/** Each state that an address can be in without being usable, what is said of it, and the code behind it. */
const BLOCKED = [
  [at('nobody'), 'none', /no certificate yet/, 'contact/no-certificate'],
  [at('una'), 'undecided', /have not decided about the certificate/, 'contact/undecided'],
  [at('twice'), 'undecided', /have not decided about the certificate/, 'contact/undecided'],
  [at('refused'), 'refused', /You refused the certificate/, 'contact/refused'],
  [at('changed'), 'changed', /changed\. Sending has stopped/, 'contact/changed'],
  [at('expired'), 'unusable', /cannot be used/, 'key/expired'],
  [at('revoked'), 'unusable', /cannot be used/, 'key/revoked'],
] as const;

async function arrange(me: Actor): Promise<void> {
  const replaced = await stranger(at('changed'));
  const takenBack = await stranger(at('revoked'));
  await introduce(me, await stranger(at('una')), 'later');
  await introduce(me, await stranger(at('twice')), 'later');
  await introduce(me, await stranger(at('twice')), 'later');
  await introduce(me, await stranger(at('refused')), 'refused');
  await introduce(me, replaced, 'verified');
  await introduce(me, await stranger(at('changed')), 'later');
  await introduce(me, await expired(at('expired')), 'verified');
  await introduce(me, takenBack, 'verified');
  await submit(me, await revoked(takenBack));
}

const submit = (me: Actor, { certificate }: Pick<Stranger, 'certificate'>) =>
  ask(me.window, 'contacts.submit', { octets: certificate, evidence: { source: 'paste' } });

const ticketOf = (frame: Frame): Promise<string> => frame.evaluate(() => location.hash.slice(1));

/** Sends past the composer's own button: the background must refuse by itself. */
async function sendBehindTheButton(composer: Frame, change: Partial<Draft>): Promise<string | undefined> {
  const ticket = await ticketOf(composer);
  const { draft } = await ask(composer, 'composer.open', { ticket });
  return refusal(composer, 'composer.send', { ticket, draft: { ...draft, text: 'x', ...change } });
}

/** What the armor in a mail says to the owner of this key. */
async function openedBy({ secret }: Stranger, raw: Buffer): Promise<string> {
  const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(raw.toString())?.[0] ?? '';
  const { data } = await decrypt({ message: await readMessage({ armoredMessage: armored }), decryptionKeys: secret });
  return data;
}

describeOnStage('what is not sent', (stage) => {
  describe.each(['alice', 'bob'] as const)('from the browser of %s', (who) => {
    const me = (): Actor => stage()[who];
    const other = () => (who === 'alice' ? 'bob@lab.test' : 'alice@lab.test');
    let page: Page;
    beforeAll(async () => {
      await stage().lab.reset();
      page = await enterWebmail(me(), stage().lab);
    });
    afterAll(() => page?.close());

    describe('to somebody without a usable certificate', () => {
      const text = canary('text');
      let composer: Frame;
      beforeAll(async () => {
        await arrange(me());
        composer = await openComposer(me(), page, stage().lab, {});
        await fill(composer, 'composer-text', text);
      }, 60_000);

      it.each(BLOCKED)(
        '%s, whose certificate is %s: said, refused, the text stays [req 12] [req 16]',
        async (address, state, words, code) => {
          await fill(composer, 'composer-to', address);
          await page.keyboard.press('Enter');
          await composer.waitForSelector(
            `[data-testid="composer-chip"][data-address="${address}"][data-state="${state}"]`,
          );
          await seeText(composer, 'composer-reason', words);
          await press(composer, 'composer-send');
          expect(await sendBehindTheButton(composer, { to: [address] })).toBe(code);
          expect(await sendBehindTheButton(composer, { to: [other()], bcc: [address] })).toBe(code);
          expect(await textOf(composer, 'composer-text')).toBe(text);
          expect(stage().lab.spooled()).toEqual([]);
          await press(composer, 'composer-chip-remove');
        },
      );

      it(`stops at ${CHANGES} of ${CHANGES} certificates that changed [req 32]`, async () => {
        const codes: Array<string | undefined> = [];
        for (let index = 0; index < CHANGES; index++) {
          const address = at(`friend${index}`);
          const before = await stranger(address);
          await introduce(me(), before, index % 2 === 0 ? 'verified' : 'in-use');
          await submit(me(), await stranger(address));
          codes.push(await sendBehindTheButton(composer, { to: [address] }));
        }
        expect(codes).toEqual(Array.from({ length: CHANGES }, () => 'contact/changed'));
        const decisions = (await ask(me().window, 'contacts.list'))
          .filter(({ addresses }) => addresses.some((address) => address.startsWith('friend')))
          .map(({ decision }) => decision);
        expect(new Set(decisions)).toEqual(new Set(['later']));
        expect(stage().lab.spooled()).toEqual([]);
        expect(searchLab(stage().lab, [text])).toEqual([]);
      }, 60_000);
    });

    it('stops in the middle of writing where the certificate changes, and goes on after a decision in our window [req 32] [req 33]', async () => {
      const address = at('gerda');
      const before = await stranger(address, { name: 'Gerda' });
      const after = await stranger(address, { name: 'Gerda' });
      await introduce(me(), before, 'verified');
      const text = canary('text');
      const composer = await write(me(), page, stage().lab, { to: address, subject: 'x', text });
      await composer.waitForSelector(`[data-address="${address}"][data-state="verified"]`);
      await submit(me(), after);
      await seeText(composer, 'composer-reason', /Sending has stopped/);
      await press(composer, 'composer-send');
      await press(composer, 'composer-chip-look');
      const window = await me().extensionPage('certificate.html');
      const shown = await seeWords(window, /Sending to gerda@elsewhere\.test has stopped/);
      const digits = shown.replaceAll(/\s/g, '').toLowerCase();
      expect(digits).toContain(before.fingerprint);
      expect(digits).toContain(after.fingerprint);
      expect(stage().lab.spooled()).toEqual([]);
      await pressNamed(window, 'Use for now');
      await composer.waitForSelector(`[data-address="${address}"][data-state="in-use"]`);
      await pressSend(composer);
      await leftCompose(page);
      const [mail] = stage().lab.spooled();
      expect(await openedBy(after, mail?.raw ?? Buffer.alloc(0))).toContain(text);
      await expect(openedBy(before, mail?.raw ?? Buffer.alloc(0))).rejects.toThrow();
    });

    describe('where page or webmail stand in the way', () => {
      const text = canary('text');
      const subject = canary('subject');
      let composer: Frame;
      beforeEach(async () => {
        await stage().lab.reset();
      });
      afterEach(() => {
        expect(searchLab(stage().lab, [text, subject])).toEqual([]);
      });
      const refused = async (code: string) => {
        await pressSend(composer);
        await composer.waitForSelector(`[data-testid="composer-problem"][data-code="${code}"]`, { timeout: 15_000 });
        expect(await textOf(composer, 'composer-problem')).toMatch(/Your text is safe\./);
        expect(await textOf(composer, 'composer-text')).toBe(text);
        expect(stage().lab.spooled()).toEqual([]);
      };

      it('sends nothing where the page changes the sealed message after it was placed, and sends it once it does not [req 30]', async () => {
        composer = await write(me(), page, stage().lab, { to: other(), subject, text });
        await page.evaluate(() => {
          // Runs while the form's fields are collected, after they were written and before they are posted.
          document.querySelector('form[name="form"]')?.addEventListener('formdata', (event) => {
            const { formData } = event as FormDataEvent;
            const { tamper } = document.documentElement.dataset;
            if (tamper === 'text') formData.set('_message', 'in clear');
            const sealed = String(formData.get('_pgpmime'));
            if (tamper === 'sealed') formData.set('_pgpmime', sealed.replace(/[A-Za-z](?=.{8}\r?\n)/, '+'));
            if (tamper === 'recipient') formData.set('_to', 'mallory@elsewhere.test');
            if (tamper === 'hidden') formData.append('_bcc[]', 'mallory@elsewhere.test');
            if (tamper === 'subject') formData.set('_subject', 'told');
          });
        });
        for (const tamper of ['text', 'sealed', 'recipient', 'hidden', 'subject']) {
          await page.evaluate((how) => {
            document.documentElement.dataset['tamper'] = how;
          }, tamper);
          await refused('mail/changed-by-page');
        }
        await page.evaluate(() => {
          delete document.documentElement.dataset['tamper'];
        });
        await pressSend(composer);
        await leftCompose(page);
        expect(stage().lab.spooled()).toHaveLength(1);
      });

      it('keeps the text where the webmail refuses the recipient', async () => {
        const nobody = await stranger('nobody@lab.test');
        await introduce(me(), nobody, 'verified');
        composer = await write(me(), page, stage().lab, { to: nobody.address, subject, text });
        await refused('mail/send-failed');
      });

      it('keeps the text where the session of the webmail is over, and sends it after a new login', async () => {
        composer = await write(me(), page, stage().lab, { to: other(), subject, text });
        await me().browser.deleteCookie(...(await me().browser.cookies()));
        await pressSend(composer);
        await composer.waitForSelector('[data-testid="composer-problem"][data-code="mail/send-failed"]');
        expect(stage().lab.spooled()).toEqual([]);
        // Roundcube keeps a copy of a form that it could not post, and offers it after the login: it is empty.
        const kept = await page.evaluate(() => {
          const all = JSON.stringify(localStorage);
          localStorage.clear();
          return all;
        });
        expect(kept).not.toContain('canary');
        await page.close();
        page = await enterWebmail(me(), stage().lab);
        composer = await openComposer(me(), page, stage().lab, {});
        await continueDraft(composer, text);
        expect(await textOf(composer, 'composer-subject')).toBe(subject);
        await pressSend(composer);
        await leftCompose(page);
        expect(
          stage()
            .lab.spooled()
            .map(({ to }) => to),
        ).toEqual([[other()]]);
      });
    });
  });
});
