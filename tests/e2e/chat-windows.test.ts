import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { element, press } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import { pressNamed, seeWords } from '../support/browser/named';
import { ask } from '../support/e2e/bus';
import { openChat, rowIs, rowOf, writeIn } from '../support/e2e/chat-page';
import { focusIsVisible, tabTo } from '../support/e2e/keyboard';
import { clearNotices, noticesOf, watchNotices } from '../support/e2e/notices';
import { scrollUp, topOf } from '../support/e2e/scrolling';
import {
  type ChatRelay,
  castTalker,
  conversationIn,
  hears,
  type Meeting,
  meet,
  newMessageId,
  openChatRelay,
  say,
  type Talker,
} from '../support/e2e/talkers';
import { until } from '../support/wait';

const missing = browserMissing();
/** A page of older rows that comes while the wheel turns may move what is in sight by so much, CSS pixels. */
const TWO_ROWS = 130;
const MANY = 300;

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'the windows of chat' : `the windows of chat (skipped: ${missing})`,
  () => {
    let relay: ChatRelay;
    let anna: Talker;
    let bert: Talker;
    let between: Meeting;
    beforeAll(async () => {
      relay = await openChatRelay();
      [anna, bert] = await Promise.all([castTalker('chromium', 'anna', relay), castTalker('firefox', 'bert', relay)]);
      between = await meet(anna, bert, 'in-use');
    }, 180_000);
    afterAll(async () => {
      await Promise.allSettled([anna, bert].map((who) => (who as Talker | undefined)?.close()));
      await (relay as ChatRelay | undefined)?.destroy();
    });

    const seats = () =>
      [
        { who: anna, id: between.annas, other: bert, theirs: between.berts },
        { who: bert, id: between.berts, other: anna, theirs: between.annas },
      ] as const;
    /** Also of a window behind, which draws no frames and so cannot be waited on by them. */
    const says = (page: Page, testId: string, words: string) =>
      until(`${testId} to say “${words}”`, async () => {
        const now = await page.$eval(`[data-testid="${testId}"]`, (it) =>
          it instanceof HTMLTextAreaElement ? it.value : it.textContent,
        );
        if (now !== words) throw new Error(`it says “${now}”`);
        return true;
      });
    const barIs = (page: Page, words: string) => says(page, 'channel-words', words);
    const fieldIs = (page: Page, text: string) => says(page, 'chat-text', text);

    it('two of one person stay in step: what is written, read and begun in one is so in the other', async () => {
      for (const { who, id, other, theirs } of seats()) {
        const [first, second] = [await openChat(who, id), await openChat(who, id)];
        const text = `written in one window of ${who.name}`;
        await writeIn(first, text);
        await rowIs(first, text, 'delivered');
        await rowIs(second, text, 'delivered');
        await fieldIs(first, '');

        // A draft of the window behind.
        await first.bringToFront();
        await (await element(first, 'chat-text')).click();
        await first.keyboard.type('begun here');
        await fieldIs(second, 'begun here');
        await second.bringToFront();
        await (await element(second, 'chat-text')).click();
        await second.keyboard.press('End');
        await second.keyboard.type(', ended there');
        await second.keyboard.press('Enter');
        await rowIs(first, 'begun here, ended there', 'delivered');
        await fieldIs(first, '');

        // Not read while both look at something else; read in one is read in both.
        for (const page of [first, second]) {
          await page.evaluate(() => {
            location.hash = 'chat';
          });
          await page.waitForFunction(() => document.querySelector('[data-testid="chat-text"]') === null, {
            polling: 50,
          });
        }
        await say(other, theirs, `to both windows of ${who.name}`);
        const unreadIs = (page: Page, count: number) =>
          until(`${count} unread`, () =>
            page.evaluate((wanted) => {
              const shown = document.querySelector('[data-testid="chat-row"] .chat-unread')?.textContent ?? '0';
              return Number.parseInt(shown, 10) === wanted;
            }, count),
          );
        await Promise.all([unreadIs(first, 1), unreadIs(second, 1)]);
        await who.screenshot(first, 'chat-unread');
        await press(first, 'chat-row');
        await rowOf(first, `to both windows of ${who.name}`);
        await unreadIs(second, 0);
        await Promise.all([first.close(), second.close()]);
      }
    });

    it('a decision in the certificate window changes the bar of every other window at once [req 32]', async () => {
      for (const { who, id, other } of seats()) {
        const [first, second] = [await openChat(who, id), await openChat(who, id)];
        await barIs(first, 'Sealed, not verified');
        await ask(first, 'frame.openCertificate', { fingerprint: other.fingerprint as never });
        const look = await who.extensionPage('certificate.html');
        await seeWords(look, new RegExp(`${other.name} Lab`, 'i'));
        await who.screenshot(look, 'chat-decision');
        await pressNamed(look, 'Not this certificate');
        await until('both bars to say so', async () => {
          const read = (page: Page) => page.$eval('[data-testid="channel-bar"]', (bar) => bar.textContent);
          const bars = await Promise.all([read(first), read(second)]);
          if (bars.every((words) => words.includes('Waiting for your decision'))) return true;
          throw new Error(`they say ${JSON.stringify(bars)}`);
        });
        await who.screenshot(first, 'chat-refused');
        await ask(who.window, 'contacts.decide', { fingerprint: other.fingerprint as never, decision: 'in-use' });
        await conversationIn(who, other.user, 'open');
        await Promise.all([barIs(first, 'Sealed, not verified'), barIs(second, 'Sealed, not verified')]);
        await Promise.all([first.close(), second.close()]);
      }
    });

    it('by keyboard alone: to the conversation, a message, its contact, and back', async () => {
      for (const { who, other, id } of seats()) {
        const page = await who.openExtensionPage('app.html#chat');
        await element(page, 'chat-row');
        await page.bringToFront();
        await tabTo(page, 'the conversation', '[data-testid="chat-row"]');
        expect(await focusIsVisible(page)).toBe(true);
        await page.keyboard.press('Enter');
        // An opened conversation waits for words.
        await page.waitForFunction(() => document.activeElement?.matches('[data-testid="chat-text"]') === true);
        const text = `without a mouse, ${who.name}`;
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
        await rowIs(page, text, 'delivered');
        // A line break is not the end of it.
        await page.keyboard.type('two');
        await page.keyboard.down('Shift');
        await page.keyboard.press('Enter');
        await page.keyboard.up('Shift');
        await page.keyboard.type('lines');
        await page.keyboard.press('Enter');
        await hears(other, who === anna ? between.berts : between.annas, 'two\nlines');
        // Escape goes back, and the focus with it.
        await page.keyboard.press('Escape');
        await page.waitForFunction(() => document.activeElement?.matches('[data-testid="chat-row"]') === true);
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => document.activeElement?.matches('[data-testid="chat-text"]') === true);
        await tabTo(page, 'the contact', '[data-testid="chat-contact-button"]', 'back');
        await page.keyboard.press('Enter');
        await page.waitForSelector('[data-testid="chat-contact-button"][aria-pressed="true"]');
        await seeWords(page, new RegExp(`${other.name}@lab.test`));
        await who.screenshot(page, 'chat-contact');
        expect(await page.evaluate(() => location.hash)).toBe(`#chat/${id}`);
        await page.close();
      }
    });

    it('300 messages: what is in sight stays while older ones come, search finds the oldest and goes to it', async () => {
      const word = (at: number) => `line ${String(at).padStart(3, '0')} of many`;
      for (let at = 0; at < MANY; at += 10) {
        await Promise.all(
          Array.from({ length: 10 }, (_, more) =>
            ask(anna.window, 'chat.send', { id: between.annas, message: newMessageId(), text: word(at + more) }),
          ),
        );
      }
      await hears(bert, between.berts, word(MANY - 1), 60_000);
      await until('all of them to be there', async () => {
        const { messages } = await ask(bert.window, 'chat.history', { id: between.berts, limit: 500 });
        return messages.filter(({ body }) => body.kind === 'text' && body.text.endsWith('of many')).length === MANY;
      });
      for (const { who, id } of seats()) {
        const page = await openChat(who, id);
        // Read to the end, so that it stands at the newest message.
        await until('the end to be in sight', async () => {
          await page.evaluate(() => document.querySelector('.chat-history')?.scrollTo({ top: 0 }));
          return (await rowOf(page, word(MANY - 1), 1_000)).isIntersectingViewport();
        });
        await page.bringToFront();
        await page.hover('.chat-history');
        // The wheel, as a person does it, until the very first is reached; what was in sight stays in sight.
        const jumps: unknown[] = [];
        await until(
          'the beginning of the conversation',
          async () => {
            const moved = await scrollUp(page);
            if (Math.abs(moved.by) > TWO_ROWS) jumps.push({ who: who.name, ...moved });
            return page.evaluate(() => document.body.textContent.includes('The conversation begins here.'));
          },
          { within: 60_000 },
        );
        expect(jumps, 'pixels that what was in sight jumped').toEqual([]);
        await who.screenshot(page, 'chat-history-top');

        await page.type('[data-testid="chat-search"]', 'line 003');
        await press(page, 'chat-hit');
        await until('it to be in sight', async () => (await rowOf(page, word(3), 1_000)).isIntersectingViewport());
        await who.screenshot(page, 'chat-found');
        // From there, something new does not move what is read.
        const before = await until('it to stand still', async () => {
          const top = await topOf(page, word(3));
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
          return (await topOf(page, word(3))) === top ? { top } : undefined;
        });
        const other = who === anna ? bert : anna;
        const theirs = who === anna ? between.berts : between.annas;
        await say(other, theirs, `while ${who.name} reads further up`);
        await seeWords(page, /1 new message/);
        expect(Math.abs((await topOf(page, word(3))) - before.top)).toBeLessThan(2);
        await pressNamed(page, '1 new message');
        await until('the newest to be in sight', async () =>
          (await rowOf(page, `while ${who.name} reads further up`, 1_000)).isIntersectingViewport(),
        );
        await page.close();
      }
    }, 180_000);

    it('a link shows the name that would be asked, and tells the page nothing of us [req 24]', async () => {
      const text = 'look: https://аррӏе.example/path and javascript:alert(1) and https://user:pw@evil.example/';
      await say(anna, between.annas, text);
      for (const { who, id } of seats()) {
        const page = await openChat(who, id);
        const links = await (await rowOf(page, 'look: https')).$$eval('a', (all) =>
          all.map(({ href, rel, target, parentElement }) => ({ href, rel, target, words: parentElement?.textContent })),
        );
        expect(links).toHaveLength(1);
        expect(links[0]).toMatchObject({ rel: 'noopener noreferrer', target: '_blank' });
        expect(links[0]?.href).toMatch(/^https:\/\/xn--/);
        expect(links[0]?.words).toMatch(/\(xn--/);
        await page.close();
      }
    });

    it('at 360 pixels one of the two is shown, nothing is cut off, and dark is dark (Chromium alone is told to be)', async () => {
      for (const { who, id, other } of seats()) {
        const page = await openChat(who, id);
        const isChromium = who.kind === 'chromium';
        await page.setViewport({ width: 360, height: 740 });
        if (isChromium) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
        const isWhole = () =>
          page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
        await barIs(page, 'Sealed, not verified');
        await who.screenshot(page, 'chat-narrow');
        expect(await isWhole()).toBe(true);
        const text = `from a narrow window of ${who.name}`;
        await writeIn(page, text);
        await rowIs(page, text, 'delivered');
        await press(page, 'chat-contact-button');
        await seeWords(page, new RegExp(`${other.name}@lab.test`));
        await who.screenshot(page, 'chat-narrow-contact');
        expect(await isWhole()).toBe(true);
        await press(page, 'chat-back');
        await element(page, 'chat-row');
        await who.screenshot(page, 'chat-narrow-list');
        expect(await isWhole()).toBe(true);
        if (isChromium) {
          const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
          const light = Math.max(...(paper.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
          expect(light, `the paper is ${paper}`).toBeLessThan(80);
        }
        await page.close();
      }
    });

    it('a notification comes for its conversation, none where it is off (Chromium, which tells no words; none was seen in Firefox without a desktop; pressing is not reached)', async () => {
      for (const { who, id, other, theirs } of seats().slice(0, 1)) {
        for (const notify of ['plain', 'content', 'off'] as const) {
          const settings = await ask(who.window, 'settings.get');
          await ask(who.window, 'settings.set', { ...settings, notify } as never);
          await clearNotices(who);
          await watchNotices(who);
          const words = `for the notice of ${who.name}, ${notify}`;
          await say(other, theirs, words);
          await hears(who, id, words);
          if (notify === 'off') {
            expect(await noticesOf(who)).toEqual([]);
            continue;
          }
          const shown = await until(`a notification (${notify}) to ${who.name}`, async () => {
            const all = await noticesOf(who);
            return all.length > 0 && all;
          });
          expect(shown.map((one) => one.id)).toEqual([`chat ${id}`]);
          const [{ title, message } = { title: '', message: '' }] = shown;
          if (title === undefined) continue;
          if (notify === 'plain') expect([title, message]).toEqual(['Sotto', 'A new message came.']);
          else expect([title, message]).toEqual([expect.stringMatching(/ Lab$/), words]);
        }
        await clearNotices(who);
      }
    });
  },
);
