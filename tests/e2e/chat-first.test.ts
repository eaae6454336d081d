import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press, seeText } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import { pressNamed, seeWords } from '../support/browser/named';
import type { Person } from '../support/browser/person';
import { ask } from '../support/e2e/bus';
import { launch, PASSPHRASE } from '../support/e2e/cast';
import { barIs, beginWith, lineIs, makeAccount, writeLine } from '../support/e2e/chat-windows';
import { type ChatRelay, openChatRelay, RELAY_PASSWORD } from '../support/e2e/talkers';

const missing = browserMissing();

/** Keys by the bus; what is tested here is the chat. */
async function withKeys(person: Person, name: string): Promise<Page> {
  const app = await person.openExtensionPage('app.html#chat');
  await ask(app, 'vault.create', { passphrase: PASSPHRASE });
  await ask(app, 'keys.make', { name, email: `${person.name}@lab.test` as never, version: 'v4' });
  return app;
}

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'two people begin to talk' : `two people begin to talk (skipped: ${missing})`,
  () => {
    let relay: ChatRelay;
    beforeAll(async () => {
      relay = await openChatRelay();
    }, 60_000);
    afterAll(() => relay?.destroy());

    it('by our own windows alone: accounts, certificates, words, verified [req 32] [req 33]', async () => {
      const anna = await launch('chromium', 'anna');
      const bert = await launch('firefox', 'bert');
      try {
        const [hers, his] = [await withKeys(anna, 'Anna Berg'), await withKeys(bert, 'Bert Lind')];
        await anna.screenshot(hers, 'chat-account');
        // Chrome makes the text of extensions smaller where nobody says how large it is.
        expect(await hers.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('14px');
        const herAddress = await makeAccount(hers, relay, 'anna', RELAY_PASSWORD);
        const hisAddress = await makeAccount(his, relay, 'bert', RELAY_PASSWORD);
        expect(herAddress).toMatch(/^anna\.[a-z2-7]{5,8}$/);
        await anna.screenshot(hers, 'chat-empty');

        await beginWith(hers, hisAddress, 'their-decision');
        await anna.screenshot(hers, 'chat-waiting');

        // Bert sees who asks, in the certificate window, and accepts.
        await his.bringToFront();
        await press(his, 'chat-row');
        await barIs(his, 'your-decision');
        await bert.screenshot(his, 'chat-request');
        await pressNamed(his, 'Show certificate');
        const look = await bert.extensionPage('certificate.html');
        await seeWords(look, /Anna Berg/);
        await bert.screenshot(look, 'chat-certificate');
        await pressNamed(look, 'Use for now');

        await hers.bringToFront();
        await barIs(hers, 'your-decision');
        await pressNamed(hers, 'Show certificate');
        const back = await anna.extensionPage('certificate.html');
        await seeWords(back, /Bert Lind/);
        await pressNamed(back, 'Use for now');
        await Promise.all([barIs(hers, 'open'), barIs(his, 'open')]);

        await writeLine(hers, 'Hello Bert, sealed.');
        await lineIs(his, 'Hello Bert, sealed.', 'received');
        await lineIs(hers, 'Hello Bert, sealed.', 'delivered');
        await writeLine(his, 'Hello Anna. 👋 Grüße');
        await lineIs(hers, 'Hello Anna. 👋 Grüße', 'received');
        await anna.screenshot(hers, 'chat-open');

        // Compared by voice: the same digits on both screens.
        await hers.bringToFront();
        await pressNamed(hers, 'Compare the words');
        const digits = await seeText(hers, 'compare-digits', /\d/).then(() => textOf(hers));
        await anna.screenshot(hers, 'chat-compare');
        await his.bringToFront();
        await pressNamed(his, 'Compare the words');
        expect(await textOf(his)).toBe(digits);
        expect(digits).toMatch(/^\d{12}$/);
        await hers.bringToFront();
        await pressNamed(hers, 'All digits are the same');
        await seeWords(hers, /is verified now/);
        await hers.keyboard.press('Escape');
        await hers.waitForSelector('[data-testid="channel-bar"][data-verified="true"]');
        await anna.screenshot(hers, 'chat-verified');
        const [contact] = await ask(hers, 'contacts.list');
        expect(contact?.decision).toBe('verified');
      } finally {
        await Promise.allSettled([anna.close(), bert.close()]);
      }
    }, 240_000);
  },
);

const textOf = (app: Page): Promise<string> =>
  app.$eval('[data-testid="compare-digits"]', (shown) => shown.textContent.replaceAll(/\s/g, ''));
