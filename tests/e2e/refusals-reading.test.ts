import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press, seeText, textOf } from '../support/browser/elements';
import { pressNamed, seeWords } from '../support/browser/named';
import { ask } from '../support/e2e/bus';
import { type CanaryServer, hostileHtml, startCanary } from '../support/e2e/canary-server';
import { type Actor, introduce } from '../support/e2e/cast';
import { type Stranger, stranger } from '../support/e2e/foreign';
import {
  bomb,
  cutShort,
  downgrade,
  type Forgery,
  flip,
  htmlEntity,
  pgpMime,
  plainMail,
  sealedMail,
  textEntity,
} from '../support/e2e/forged-mail';
import { allText, deliverAll, failureIn } from '../support/e2e/mailbox';
import { describeOnStage } from '../support/e2e/stage';
import { canary } from '../support/lab/leaks';
import { logIn } from '../support/lab/roundcube';

const DORA = 'dora@lab.test';
const ERIC = 'eric@lab.test';
const MALLORY = 'mallory@lab.test';

describeOnStage('mail that is not what it seems', (stage) => {
  describe.each(['alice', 'bob'] as const)('read in the browser of %s', (who) => {
    const me = (): Actor => stage()[who];
    const plaintext = canary('plaintext');
    let page: Page;
    let web: CanaryServer;
    let dora: Stranger;
    let eric: Stranger;
    let mallory: Stranger;
    let open: Awaited<ReturnType<typeof deliverAll>>;

    const inbox = async (): Promise<readonly string[]> => {
      const { certificate, user } = me();
      const to = `${user}@lab.test`;
      const text = textEntity(plaintext);
      const sealed = (subject: string, from: string, rest: Partial<Forgery> = {}, recipient = certificate) =>
        sealedMail({ from, to, subject, entity: text, ...rest }, recipient);
      const bombMail = async (subject: string, size: number, depth: number) =>
        pgpMime({ from: DORA, to, subject }, await bomb(size, depth, certificate));
      const key = mallory.certificate.replaceAll('\n', '\r\n');
      const attached = [
        '--mixed',
        'Content-Type: text/plain',
        '',
        'Here is my certificate.',
        '--mixed',
        'Content-Type: application/pgp-keys; name="mallory.asc"',
        'Content-Disposition: attachment; filename="mallory.asc"',
        '',
        key,
        '--mixed--',
      ].join('\r\n');
      return Promise.all([
        sealed('for others', DORA, { signer: dora.secret }, dora.certificate),
        sealed('flipped', DORA, { signer: dora.secret, alter: flip(-30) }),
        sealed('flipped at the end', DORA, { signer: dora.secret, alter: flip(-1) }),
        sealed('cut', DORA, { signer: dora.secret, alter: cutShort }),
        sealed('downgraded', DORA, { signer: dora.secret, alter: downgrade }),
        bombMail('bomb', 256, 1),
        bombMail('nested bomb', 256, 2),
        sealed('good', DORA, { signer: dora.secret }),
        sealed('in use', ERIC, { signer: eric.secret }),
        sealed('other address', ERIC, { signer: dora.secret }),
        sealed('display name', `"Dora ${DORA}" <${MALLORY}>`, { signer: dora.secret }),
        sealed('two senders', `${DORA}, ${MALLORY}`, { signer: dora.secret }),
        sealed('unknown key', MALLORY, { signer: mallory.secret }),
        sealed('wrong signature', DORA, { signer: dora.secret, signedInstead: 'other words' }),
        sealed('not signed', DORA),
        sealed('hostile', DORA, { signer: dora.secret, entity: htmlEntity(hostileHtml(web.url, plaintext)) }),
        plainMail({ from: MALLORY, to, subject: 'key attached' }, 'multipart/mixed; boundary="mixed"', attached),
        plainMail({ from: MALLORY, to, subject: 'key in the text' }, 'text/plain', `Look:\r\n\r\n${key}`),
      ]);
    };

    beforeAll(async () => {
      web = await startCanary();
      [dora, eric, mallory] = await Promise.all([
        stranger(DORA, { name: 'Dora' }),
        stranger(ERIC, { name: 'Eric' }),
        // She says that she is Dora, too.
        stranger(MALLORY, { name: 'Mallory', also: [DORA] }),
      ]);
      await introduce(me(), dora, 'verified');
      await introduce(me(), eric, 'in-use');
      page = await logIn(me(), stage().lab, who);
      open = await deliverAll(stage().lab, me(), page, await inbox());
    }, 120_000);
    afterAll(async () => {
      await page?.close();
      await web?.close();
    });

    it.each([
      ['for others', /^mail\/not-for-me$/],
      ['flipped', /^mail\/tampered$/],
      ['flipped at the end', /^mail\/tampered$/],
      ['cut', /^mail\/(?:tampered|malformed)$/],
      ['downgraded', /^mail\/unprotected$/],
    ])('shows no word of a mail that is %s, and says what to do [req 8]', async (subject, expected) => {
      const { code, words } = await failureIn(await open(subject));
      expect(code).toMatch(expected);
      expect(words).toMatch(/\. Ask the sender /);
      expect(await allText(page)).not.toContain(plaintext);
    });

    // The library takes no compression inside compression, whatever it would unpack to.
    it.each(['bomb', 'nested bomb'])(
      'refuses a %s in under five seconds and opens the next mail [req 9]',
      async (subject) => {
        const begun = performance.now();
        const { code } = await failureIn(await open(subject));
        expect(performance.now() - begun).toBeLessThan(5_000);
        expect(code).toBe('mail/bomb');
        await seeText(await open('good'), 'reader-text', new RegExp(plaintext));
      },
    );

    it.each([
      ['good', 'verified', /Signed by Dora, verified\./],
      ['in use', 'in-use', /certificate in use, not verified/],
      ['other address', 'other-address', /Signature does not match eric@lab\.test/],
      ['display name', 'other-address', /Signature does not match mallory@lab\.test/],
      ['two senders', 'other-address', /Signature does not match/],
      ['unknown key', 'unknown-key', /certificate you do not have/],
      ['wrong signature', 'invalid', /The signature is wrong/],
      ['not signed', 'none', /Not signed/],
    ])('tells of the mail “%s” that its signature is %s [req 17] [req 18]', async (subject, status, words) => {
      const reader = await open(subject);
      await seeText(reader, 'reader-status', words);
      const shown = await reader.$eval(
        '[data-testid="reader-status"]',
        (it) => (it as HTMLElement).dataset['signature'],
      );
      expect(shown).toBe(status);
      expect(await reader.$$('.status-verified, [data-tone="verified"]')).toHaveLength(status === 'verified' ? 1 : 0);
    });

    it('draws hostile HTML without a script, a form or a single question to the network [req 22] [req 23]', async () => {
      const reader = await open('hostile');
      await reader.waitForSelector('[data-testid="reader-html"]');
      const sandbox = await reader.$eval('[data-testid="reader-html"]', (it) => it.getAttribute('sandbox') ?? 'none');
      expect(sandbox.split(' ').filter((token) => /scripts|same-origin|forms|top-navigation/.test(token))).toEqual([]);
      const drawn = await reader.$eval('[data-testid="reader-html"]', (it) => (it as HTMLIFrameElement).srcdoc);
      expect(drawn).toContain(plaintext);
      expect(drawn).not.toMatch(/<script|<form|<iframe|<object|<embed|<meta http-equiv="refresh"|onerror|javascript:/i);
      await seeText(reader, 'reader-left-out', /left out/);
      await press(reader, 'reader-toggle-html');
      await seeText(reader, 'reader-text', new RegExp(plaintext));
      await press(reader, 'reader-toggle-html');
      await seeText(reader, 'reader-left-out', /left out/);
      expect(web.asked).toEqual([]);
      // The server does hear what is asked of it: otherwise the line above would prove nothing.
      await page.evaluate((url) => fetch(`${url}/control`), web.url);
      expect(web.asked).toContain('GET /control');
    });

    it.each(['key attached', 'key in the text'])(
      'offers the certificate of a mail with its %s and takes it only when I look, for its From address [req 34]',
      async (subject) => {
        const before = await ask(me().window, 'contacts.list');
        expect(before.map(({ fingerprint }) => fingerprint)).not.toContain(mallory.fingerprint);
        const reader = await open(subject);
        await seeText(reader, 'reader-offer', /This mail brings a certificate: Mallory/);
        expect((await ask(me().window, 'contacts.list')).length).toBe(before.length);
        await press(reader, 'reader-certificate');
        const window = await me().extensionPage('certificate.html');
        await seeWords(window, /Mallory/);
        const taken = (await ask(me().window, 'contacts.list')).find((one) => one.fingerprint === mallory.fingerprint);
        expect(taken?.decision).toBe('later');
        expect(taken?.addresses).toEqual([MALLORY]);
        const known = (await ask(me().window, 'contacts.list')).find((one) => one.fingerprint === dora.fingerprint);
        expect(known?.decision).toBe('verified');
        await pressNamed(window, 'Ask me later');
        await ask(me().window, 'contacts.remove', { fingerprint: mallory.fingerprint as never });
      },
    );

    it('says who signed once I have the certificate and have decided [req 18]', async () => {
      await introduce(me(), mallory, 'later');
      const reader = await open('unknown key');
      await seeText(reader, 'reader-status', /certificate you have not decided about/);
      expect(await textOf(reader, 'reader-text')).toContain(plaintext);
      await ask(me().window, 'contacts.remove', { fingerprint: mallory.fingerprint as never });
    });
  });
});
