import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import type { Frame, Page } from 'puppeteer-core';
import { beforeEach, expect, it } from 'vitest';
import { SIGHT_MS } from '../../lib/frames/shared/guard';
import { seeText, textOf } from '../support/browser/elements';
import { ask, refusal } from '../support/e2e/bus';
import { leftCompose, pressSend, write } from '../support/e2e/mail';
import { allText } from '../support/e2e/mailbox';
import { describeAtBothSeats } from '../support/e2e/seats';
import { canary } from '../support/lab/leaks';
import { openCompose } from '../support/lab/roundcube';
import { until } from '../support/wait';

const FRAMES = ['bar.html', 'call-frame.html', 'chat-box.html', 'chat-line.html', 'composer.html', 'reader.html'];
const ticketOf = (frame: Frame): Promise<string> => frame.evaluate(() => location.hash.slice(1));

describeAtBothSeats('where the page reaches for what is ours', ({ kind, build, me, lab, other, page: pageNow }) => {
  let page: Page;
  beforeEach(() => {
    page = pageNow();
  });

  it('fetches and frames no file of ours but those that must be framed [req 28]', async () => {
    await openCompose(page, lab());
    const files = readdirSync(build, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(build, `${entry.parentPath}/${entry.name}`));
    const answered = await page.evaluate(
      async (origin, paths) => {
        const got = await Promise.all(
          paths.map((path) =>
            fetch(`${origin}/${path}`).then(
              () => [path],
              () => [],
            ),
          ),
        );
        return got.flat();
      },
      me().origin,
      files,
    );
    expect(files.length).toBeGreaterThan(10);
    // Chrome gives even these under an address that changes only; Firefox under one of each browser's own.
    expect(answered.toSorted()).toEqual(kind === 'chromium' ? [] : [...FRAMES, 'call-worker.js'].toSorted());
    for (const path of ['app.html', 'popup.html', 'certificate.html', 'call-window.html']) {
      await page.evaluate((url) => {
        const frame = document.createElement('iframe');
        frame.src = url;
        document.body.append(frame);
      }, `${me().origin}/${path}`);
    }
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const texts = await Promise.all(
      page.frames().map((frame) => frame.evaluate(() => document.body?.innerText ?? '').catch(() => '')),
    );
    expect(texts.join('\n')).not.toMatch(/Lock now\s+Mail|Sotto certificate/);
  });

  it('opens nothing for a frame without a ticket, and no second frame for one that was used [req 26]', async () => {
    const text = canary('text');
    const composer = await write(me(), page, lab(), { to: other, subject: 'x', text });
    // Chrome serves it under an address that changes and that no page knows; here the page was told it.
    const address = await me().window.evaluate(() => {
      const api = globalThis as unknown as Record<string, { runtime: { getURL(path: string): string } }>;
      return (api['browser'] ?? api['chrome'])?.runtime.getURL('/composer.html') ?? '';
    });
    const ticket = await ticketOf(composer);
    const framed = async (where: Page, url: string): Promise<Frame> => {
      const before = await me().framesOf(where, 'composer.html');
      await where.evaluate((src) => {
        const frame = document.createElement('iframe');
        frame.src = src;
        document.body.append(frame);
      }, url);
      return until('the copied frame', async () =>
        (await me().framesOf(where, 'composer.html')).find((frame) => !before.includes(frame)),
      );
    };
    await (await framed(page, address)).waitForSelector('[data-code="ticket/unknown"]');
    await (await framed(page, `${address}#${ticket}`)).waitForSelector('[data-code="ticket/used"]');
    const elsewhere = await me().openPage(`${lab().url}/?_task=mail`);
    await elsewhere.waitForSelector('#messagelist');
    await (await framed(elsewhere, `${address}#${ticket}`)).waitForSelector('[data-code="bus/refused"]');
    expect((await allText(elsewhere)).includes(text)).toBe(false);
    await elsewhere.close();
    expect(await textOf(composer, 'composer-text')).toBe(text);
    // As a window of its own it is no frame, and is not served either.
    const reply = { ticket };
    expect(await refusal(me().window, 'composer.open', reply)).toBe('bus/refused');
  });

  it('does nothing upon clicks and messages that a script made [req 29]', async () => {
    const text = canary('text');
    await openCompose(page, lab(), { _to: other });
    await page.waitForSelector('[data-testid="compose-with-sotto"]');
    await page.evaluate(() => {
      const button = document.querySelector<HTMLElement>('[data-testid="compose-with-sotto"]');
      button?.click();
      button?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    });
    await me().frameOf(page, 'bar.html');
    expect(await me().framesOf(page, 'composer.html')).toEqual([]);
    const composer = await write(me(), page, lab(), { to: other, subject: 'x', text });
    const reached = await page.evaluate(() => {
      const seen: string[] = [];
      for (let index = 0; index < window.length; index++) {
        const frame = window[index];
        for (const words of ['composer.send', 'resize', 'vault.lock', 'click'])
          frame?.postMessage({ sotto: words, command: words, ask: 'page.deliver' }, '*');
        try {
          seen.push(frame?.document.body.innerText ?? '');
        } catch {
          // Another origin: nothing of it can be read.
        }
      }
      return seen.join('\n');
    });
    expect(reached).not.toContain(text);
    await composer.evaluate(() => document.querySelector<HTMLElement>('[data-testid="composer-send"]')?.click());
    expect(await textOf(composer, 'composer-text')).toBe(text);
    expect((await ask(me().window, 'vault.state')).phase).toBe('unlocked');
    expect(lab().spooled()).toEqual([]);
  });

  const DISGUISES = {
    'nearly transparent': '#layout-content { opacity: 0.02 !important }',
    shrunk: '#layout-content { transform: scale(0.2) !important }',
    'under a picture of something else':
      'body::after { content: "Win a prize"; position: fixed; inset: 0; background: pink; z-index: 2147483647; pointer-events: none }',
    'blended away': '#layout-content { filter: contrast(0) !important }',
  };
  // Only Chrome's browser tells what really is to be seen (IntersectionObserver v2).
  it.runIf(kind === 'chromium')(
    'sends nothing where the page hides what is about to be sent, and says why (Chromium only: Firefox cannot tell) [req 29]',
    async () => {
      const composer = await write(me(), page, lab(), { to: other, subject: 'x', text: 'y' });
      await composer.waitForSelector('[data-testid="composer-send"]:not([aria-disabled="true"])');
      for (const [name, style] of Object.entries(DISGUISES)) {
        await page.evaluate((css) => {
          const sheet = document.createElement('style');
          sheet.id = 'disguise';
          sheet.textContent = css;
          document.head.append(sheet);
        }, style);
        await composer.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), SIGHT_MS + 150);
        await composer.focus('[data-testid="composer-send"]');
        await page.keyboard.press('Enter');
        await seeText(composer, 'composer-reason', /covered or moved this, so nothing was sent/).catch((error) => {
          throw new Error(`${name}: ${String(error)}`);
        });
        expect(lab().spooled(), name).toEqual([]);
        await page.evaluate(() => document.querySelector('#disguise')?.remove());
      }
      await pressSend(composer);
      await leftCompose(page);
      expect(lab().spooled()).toHaveLength(1);
    },
  );
});
