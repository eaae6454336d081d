import type { Page } from 'puppeteer-core';
import { beforeEach, expect, it } from 'vitest';
import { press, seeText, textOf } from '../support/browser/elements';
import { ask } from '../support/e2e/bus';
import { grantSite, PASSPHRASE } from '../support/e2e/cast';
import { continueDraft, openComposer, write } from '../support/e2e/mail';
import { describeAtBothSeats } from '../support/e2e/seats';
import { pageDump, worldsOf } from '../support/e2e/worlds';
import { canary } from '../support/lab/leaks';
import { openCompose } from '../support/lab/roundcube';
import { until } from '../support/wait';

describeAtBothSeats(
  'where Sotto was not asked to work, or is updated',
  ({ kind, build, me, lab, other, page: pageNow, enterAgain }) => {
    let page: Page;
    beforeEach(() => {
      page = pageNow();
    });

    const untouched = async (where: Page) => {
      const ours = await where.evaluate(() => ({
        elements: document.querySelectorAll('[data-testid], [data-sotto-hidden]').length,
        globals: Object.getOwnPropertyNames(globalThis).filter((name) => /sotto|wxt/i.test(name)),
        frames: window.length,
      }));
      expect(ours).toEqual({ elements: 0, globals: [], frames: ours.frames });
      for (const document of ['bar.html', 'composer.html', 'reader.html'] as const)
        expect(await me().framesOf(where, document)).toEqual([]);
      if (kind !== 'chromium') return;
      const { session, worlds } = await worldsOf(where);
      expect(worlds.filter(({ isPage }) => !isPage)).toEqual([]);
      await session.detach();
    };

    it('puts nothing into a site that was not granted [req 26]', async () => {
      const foreign = await me().openPage(lab().url.replace('127.0.0.1', 'localhost'));
      await foreign.waitForSelector('#rcmloginuser');
      await untouched(foreign);
      await foreign.close();
    });

    it('stops at once where the grant is taken back, and begins again with a new one', async () => {
      await openCompose(page, lab());
      await page.waitForSelector('[data-testid="compose-with-sotto"]');
      await ask(me().window, 'sites.revoke', { origin: lab().url as never });
      await press(page, 'compose-with-sotto').catch(() => undefined);
      await until('our script to end', async () => (await page.$('[data-testid="compose-with-sotto"]')) === null);
      expect(await me().framesOf(page, 'composer.html')).toEqual([]);
      page = await enterAgain();
      await openCompose(page, lab());
      await untouched(page);
      await grantSite(kind, me().window, lab());
      await openCompose(page, lab());
      await page.waitForSelector('[data-testid="compose-with-sotto"]');
    });

    it('retires cleanly where it is updated under an open page, and the draft is there after it', async () => {
      const [subject, text] = [canary('subject'), canary('text')];
      const composer = await write(me(), page, lab(), { to: other, subject, text });
      await seeText(composer, 'composer-status', /Draft kept/);
      await me().browser.installExtension(build);
      await until('our frames to leave the page', async () => {
        const left = await page.evaluate(() => document.querySelectorAll('[inert]').length);
        return left === 0 && (await me().framesOf(page, 'composer.html')).length === 0;
      });
      expect(lab().spooled()).toEqual([]);
      expect((await pageDump(page)).includes(text)).toBe(false);
      const window = await me().openExtensionPage('app.html');
      if ((await ask(window, 'vault.state')).phase === 'locked')
        await ask(window, 'vault.unlock', { passphrase: PASSPHRASE });
      const again = await openComposer(me(), page, lab(), {});
      await continueDraft(again, text);
      expect(await textOf(again, 'composer-subject')).toBe(subject);
      expect(lab().spooled()).toEqual([]);
    });
  },
);
