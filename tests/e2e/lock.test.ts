import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fill, press, seeText, textOf } from '../support/browser/elements';
import { KINDS } from '../support/browser/launch';
import { browserMissing } from '../support/browser/missing';
import { fillNamed, pressNamed } from '../support/browser/named';
import { ask, refusal } from '../support/e2e/bus';
import { type Actor, castActor, introduce, PASSPHRASE, revive } from '../support/e2e/cast';
import { type Stranger, stranger } from '../support/e2e/foreign';
import { sealedMail, textEntity } from '../support/e2e/forged-mail';
import { continueDraft, enterWebmail, leftCompose, openComposer, pressSend, write } from '../support/e2e/mail';
import { allText, deliverAll } from '../support/e2e/mailbox';
import { type Lab, labMissing, startLab } from '../support/lab/lab';
import { canary, searchFolder, searchLab } from '../support/lab/leaks';
import { openCompose } from '../support/lab/roundcube';

const missing = labMissing() ?? browserMissing();
const DORA = 'dora@elsewhere.test';

/** As a person does it: the frame's button leads to our window, and the passphrase goes in there. */
async function unlockFrom(me: Actor, frame: Frame, button: string): Promise<void> {
  await press(frame, button);
  const window = await me.extensionPage('app.html#unlock');
  await fillNamed(window, 'Passphrase', PASSPHRASE);
  await pressNamed(window, 'Unlock keys');
}

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'locked and unlocked' : `locked and unlocked (skipped: ${missing})`,
  () => {
    let lab: Lab;
    let dora: Stranger;
    beforeAll(async () => {
      [lab, dora] = await Promise.all([startLab(), stranger(DORA, { name: 'Dora' })]);
    }, 60_000);
    afterAll(() => lab?.destroy());

    describe.each(KINDS)('in %s', (kind) => {
      const profileDir = mkdtempSync(join(tmpdir(), `sotto-lock-${kind}-`));
      /** Everything that was ever read, written or typed: none of it may be found on disk. */
      const secrets: string[] = [PASSPHRASE];
      const secret = (what: string): string => {
        const word = canary(what);
        secrets.push(word);
        return word;
      };
      let me: Actor;
      let page: Page;
      beforeAll(async () => {
        me = await castActor(kind, 'alice', lab, undefined, profileDir);
        await introduce(me, dora);
        page = await enterWebmail(me, lab);
      }, 60_000);
      beforeEach(() => lab.reset());
      afterAll(async () => {
        await me?.close();
        rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
      });

      it('takes the message off the screen, asks to unlock at the next one, and goes on by itself [req 4]', async () => {
        const [first, second] = [secret('first'), secret('second')];
        const mail = (subject: string, text: string) =>
          sealedMail(
            { from: DORA, to: 'alice@lab.test', subject, entity: textEntity(text), signer: dora.secret },
            me.certificate,
          );
        const open = await deliverAll(lab, me, page, [await mail('first', first), await mail('second', second)]);
        const reader = await open('first');
        await seeText(reader, 'reader-text', new RegExp(first));
        await press(await me.frameOf(page, 'bar.html'), 'bar-lock');
        await reader.waitForSelector('[data-testid="reader"][data-step="locked"]');
        expect(await allText(page)).not.toContain(first);

        const next = await open('second');
        await next.waitForSelector('[data-testid="reader"][data-step="locked"]');
        const ticket = await next.evaluate(() => location.hash.slice(1));
        expect(await ask(next, 'reader.open', { ticket })).toEqual({
          kind: 'message',
          outcome: { ok: false, code: 'vault/locked' },
        });
        await unlockFrom(me, next, 'reader-unlock');
        await seeText(next, 'reader-text', new RegExp(second));
      });

      it('does nothing with a key while it is locked [req 4]', async () => {
        const fingerprint = me.fingerprint;
        await ask(me.window, 'vault.lock');
        const wanted = { fingerprint, passphrase: 'some long passphrase 1' };
        expect(await refusal(me.window, 'keys.exportPrivate', wanted)).toBe('vault/locked');
        expect(await refusal(me.window, 'keys.make', { name: 'x', email: DORA, version: 'v4' })).toBe('vault/locked');
        await openCompose(page, lab, { _to: DORA });
        await press(page, 'compose-with-sotto');
        const composer = await me.frameOf(page, 'composer.html');
        await composer.waitForSelector('[data-testid="composer"][data-step="locked"]');
        const ticket = await composer.evaluate(() => location.hash.slice(1));
        expect(await refusal(composer, 'composer.open', { ticket })).toBe('vault/locked');
        await unlockFrom(me, composer, 'composer-unlock');
        await composer.waitForSelector('[data-testid="composer"][data-step="writing"]');
      });

      it('covers the text while one writes, and gives back every character of it [req 4]', async () => {
        const [subject, text] = [secret('subject'), `${secret('text')}\n\nlast words`];
        const composer = await write(me, page, lab, { to: DORA, subject, text });
        await ask(me.window, 'vault.lock');
        await composer.waitForSelector('[data-testid="composer"][data-step="locked"]');
        await seeText(composer, 'composer', /Your text is safe and hidden/);
        const drawn = await allText(page);
        expect(drawn).not.toContain(subject);
        expect(drawn).not.toContain(text.split('\n')[0]);
        await unlockFrom(me, composer, 'composer-unlock');
        await seeText(composer, 'composer-text', /last words/);
        expect(await textOf(composer, 'composer-text')).toBe(text);
        expect(await textOf(composer, 'composer-subject')).toBe(subject);
        await pressSend(composer);
        await leftCompose(page);
        expect(lab.spooled().map(({ to }) => to)).toEqual([[DORA]]);
      });

      it.each(['close', 'crash'] as const)(
        'after a %s of the browser is locked, keeps the draft, and left no secret on the disk [req 3] [req 4]',
        async (end) => {
          const [subject, text] = [secret('subject'), secret('text')];
          const composer = await write(me, page, lab, { to: DORA, subject, text });
          await seeText(composer, 'composer-status', /Draft kept/);
          await me[end]();
          expect(searchFolder(profileDir, secrets)).toEqual([]);

          me = await revive(me, lab);
          expect((await ask(me.window, 'vault.state')).phase).toBe('locked');
          expect((await ask(me.window, 'keys.list')).map(({ fingerprint }) => fingerprint)).toEqual([me.fingerprint]);
          page = await enterWebmail(me, lab);
          await ask(me.window, 'vault.unlock', { passphrase: PASSPHRASE });
          const again = await openComposer(me, page, lab, {});
          await continueDraft(again, text);
          expect(await textOf(again, 'composer-subject')).toBe(subject);
          await fill(again, 'composer-text', `${text} and more`);
          await pressSend(again);
          await leftCompose(page);
          expect(lab.spooled().map(({ to }) => to)).toEqual([[DORA]]);
          expect(searchLab(lab, secrets)).toEqual([]);
        },
        // Most of it is the search of a whole profile, twice: 45 s each in Firefox beside much other work.
        240_000,
      );

      it('leaves nothing in the profile of a browser that was used and closed while unlocked [req 3]', async () => {
        await me.close();
        expect(searchFolder(profileDir, secrets)).toEqual([]);
        // The search does find what is there: the page's address is in the history of visits.
        expect(searchFolder(profileDir, [new URL(lab.url).host]).length).toBeGreaterThan(0);
      });
    });
  },
);
