import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { seeText } from '../support/browser/elements';
import { ask } from '../support/e2e/bus';
import { type Actor, PASSPHRASE } from '../support/e2e/cast';
import { type Stranger, secretNeedles, stranger } from '../support/e2e/foreign';
import { sealedMail, textEntity } from '../support/e2e/forged-mail';
import { leftCompose, pressSend, write } from '../support/e2e/mail';
import { deliverAll } from '../support/e2e/mailbox';
import { describeAtBothSeats } from '../support/e2e/seats';
import { heapOf, hostileBeginning, pageDump, worldsOf } from '../support/e2e/worlds';
import { canary, searchLab, searchText } from '../support/lab/leaks';
import { openCompose } from '../support/lab/roundcube';

const EXPORT = 'a passphrase for the export 5';

describeAtBothSeats('while mail is written, sent and read', ({ kind, me, lab, other, page: pageNow }) => {
  let page: Page;
  let sender: Stranger;
  let keyOctets: readonly string[];
  beforeAll(async () => {
    sender = await stranger('dora@lab.test');
    const { fingerprint, window } = me();
    const wanted = { fingerprint: fingerprint as never, passphrase: EXPORT };
    keyOctets = await secretNeedles(await ask(window, 'keys.exportPrivate', wanted), EXPORT);
  }, 60_000);
  beforeEach(() => {
    page = pageNow();
  });

  const mailTo = ({ user, certificate }: Actor, subject: string, text: string) =>
    sealedMail(
      { from: sender.address, to: `${user}@lab.test`, subject, entity: textEntity(text), signer: sender.secret },
      certificate,
    );

  it('leaves no key, passphrase or plaintext in anything that the page or its scripts hold [req 1] [req 2]', async () => {
    const secrets = [canary('subject'), canary('text'), canary('read'), PASSPHRASE, ...keyOctets];
    const [subject = '', text = '', read = ''] = secrets;
    const dumps: string[] = [];
    const dump = async () => {
      dumps.push(await pageDump(page));
      if (kind === 'chromium') dumps.push(await heapOf(page));
    };
    const composer = await write(me(), page, lab(), { to: other, subject, text });
    const control = canary('control');
    await page.evaluate((word) => Object.assign(globalThis, { control: { word } }), control);
    await seeText(composer, 'composer-status', /Draft kept/);
    await dump();
    await pressSend(composer);
    await leftCompose(page);
    dumps.push(await pageDump(page));
    const open = await deliverAll(lab(), me(), page, [await mailTo(me(), 'plain outside', read)]);
    await seeText(await open('plain outside'), 'reader-text', new RegExp(read));
    await dump();
    const all = Buffer.from(dumps.join('\n'));
    expect(searchText(all, secrets)).toEqual([]);
    // What is there is found: the search would have seen the rest.
    expect(searchText(all, ['plain outside'])).not.toEqual([]);
    if (kind === 'chromium') expect(searchText(all, [control])).not.toEqual([]);
    expect(searchLab(lab(), secrets)).toEqual([]);
  });

  it.runIf(kind === 'chromium')(
    'gives the content script no storage with anything in it (Chromium only: no tool reaches that world in Firefox) [req 1]',
    async () => {
      await openCompose(page, lab());
      await page.waitForSelector('[data-testid="compose-with-sotto"]');
      const { session, worlds } = await worldsOf(page);
      const ours = worlds.find(({ isPage, origin }) => !isPage && origin.startsWith('chrome-extension:'));
      expect(ours).toBeDefined();
      const { result } = await session.send('Runtime.evaluate', {
        contextId: ours?.id ?? 0,
        awaitPromise: true,
        returnByValue: true,
        expression: `Promise.all(['local', 'session', 'sync'].map((area) =>
        chrome.storage[area]?.get(null).catch(() => ({})) ?? {})).then((all) => JSON.stringify(all))`,
      });
      expect(JSON.parse(String(result.value))).toEqual([{}, {}, {}]);
      await session.detach();
    },
  );

  it('sends sealed or not at all, whatever the page redefined before us [req 30]', async () => {
    const { identifier } = await page.evaluateOnNewDocument(hostileBeginning);
    const [subject, text, read] = [canary('subject'), canary('text'), canary('read')];
    const composer = await write(me(), page, lab(), { to: other, subject, text });
    await seeText(composer, 'composer-status', /Draft kept/);
    const before = await pageDump(page);
    await pressSend(composer);
    await leftCompose(page);
    const open = await deliverAll(lab(), me(), page, [await mailTo(me(), 'outside', read)]);
    await seeText(await open('outside'), 'reader-text', new RegExp(read));
    const after = await pageDump(page);
    expect(searchText(Buffer.from(before + after), [subject, text, read])).toEqual([]);
    expect(before.includes('["mutation"'), 'the page was listened to').toBe(true);
    const [mail] = lab().spooled();
    expect(mail?.raw.toString()).toContain('-----BEGIN PGP MESSAGE-----');
    expect(searchLab(lab(), [subject, text])).toEqual([]);
    await page.removeScriptToEvaluateOnNewDocument(identifier);
  });
});
