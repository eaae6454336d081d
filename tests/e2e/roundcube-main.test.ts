import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { isShown, press, seeText, textOf } from '../support/browser/elements';
import { leftCompose, openComposer, pressSend, receive, send, write } from '../support/e2e/mail';
import { savedDigest } from '../support/e2e/saved';
import { describeOnStage } from '../support/e2e/stage';
import { canary, searchLab } from '../support/lab/leaks';
import { logIn, openCompose, previewMail, waitForMail } from '../support/lab/roundcube';

const folder = mkdtempSync(join(tmpdir(), 'sotto-e2e-'));
afterAll(() => rmSync(folder, { recursive: true }));

const letter = (to: string) => ({ to, subject: canary('subject'), text: `${canary('text')}\nzweite Zeile: naïve ✓` });

describeOnStage('Roundcube, Alice in Chromium and Bob in Firefox', (stage) => {
  beforeEach(async () => {
    await stage().lab.reset();
  });

  it('carries a sealed mail as PGP/MIME to Bob and his sealed answer back, and the webmail learns nothing [req 20] [req 21]', async () => {
    const { lab, alice, bob } = stage();
    const alicePage = await logIn(alice, lab, 'alice');
    const bobPage = await logIn(bob, lab, 'bob');
    const first = letter('bob@lab.test');
    await send(alice, alicePage, lab, first);

    const { reader } = await receive(bob, bobPage, lab);
    await seeText(reader, 'reader-status', /^Sealed\.\s*Signed by Alice Lab, verified\.$/);
    expect(await textOf(reader, 'reader-subject')).toBe(first.subject);
    expect((await textOf(reader, 'reader-text')).trim()).toBe(first.text);

    await press(reader, 'reader-reply');
    await bobPage.waitForSelector('#compose_to .recipient-input input');
    const composer = await bob.frameOf(bobPage, 'composer.html');
    await seeText(composer, 'composer-subject', new RegExp(`^Re: ${first.subject}$`));
    const quoted = await textOf(composer, 'composer-text');
    expect(quoted).toContain(`> ${first.text.split('\n')[0]}`);
    await seeText(composer, 'composer-reason', /From bob@lab\.test to alice@lab\.test/);
    await pressSend(composer);
    await leftCompose(bobPage);

    const back = await receive(alice, alicePage, lab);
    await seeText(back.reader, 'reader-status', /^Sealed\.\s*Signed by Bob Lab, verified\.$/);
    expect(await textOf(back.reader, 'reader-subject')).toBe(`Re: ${first.subject}`);
    const answer = lab.spooled()[1]?.raw.toString() ?? '';
    expect(answer).toMatch(/^In-Reply-To: </im);
    expect(answer).toMatch(/^Subject: \.\.\.\r?$/m);
    expect(searchLab(lab, [first.subject, ...first.text.split('\n')])).toEqual([]);
    await alicePage.close();
    await bobPage.close();
  });

  it('shows a mail in the preview pane as on a page of its own', async () => {
    const { lab, alice, bob } = stage();
    const page = await logIn(bob, lab, 'bob');
    const mail = letter('alice@lab.test');
    await send(bob, page, lab, mail);
    await page.close();
    const alicePage = await logIn(alice, lab, 'alice');
    const { uid } = await waitForMail(alicePage, lab);
    await previewMail(alicePage, lab, uid);
    const reader = await alice.frameOf(alicePage, 'reader.html');
    await seeText(reader, 'reader-text', new RegExp(mail.text.split('\n')[0] ?? ''));
    await alicePage.close();
  });

  it('carries files of 5 MB, octet by octet, from Firefox and from Chromium', async () => {
    const { lab, alice, bob } = stage();
    const octets = randomBytes(5 * 1024 * 1024);
    const path = join(folder, 'Übersicht 5 MB.bin');
    writeFileSync(path, octets);
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await lab.reset();
      const page = await logIn(from, lab, from.user);
      const mail = letter(`${to.user}@lab.test`);
      await send(from, page, lab, { ...mail, files: [path] });
      await page.close();
      const reading = await logIn(to, lab, to.user);
      const { reader } = await receive(to, reading, lab);
      await seeText(reader, 'reader', /Übersicht 5 MB\.bin/);
      expect(await savedDigest(reader)).toBe(createHash('sha256').update(octets).digest('hex'));
      expect(searchLab(lab, [mail.subject, mail.text.split('\n')[0] ?? ''])).toEqual([]);
      await reading.close();
    }
  });

  it('carries inline text that any OpenPGP program reads, with three dots as subject', async () => {
    const { lab, alice, bob } = stage();
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await lab.reset();
      const page = await logIn(from, lab, from.user);
      const mail = letter(`${to.user}@lab.test`);
      await send(from, page, lab, { ...mail, inline: true });
      await page.close();
      expect(lab.spooled()[0]?.raw.toString()).toMatch(/Content-Type: text\/plain/i);
      const reading = await logIn(to, lab, to.user);
      const { reader } = await receive(to, reading, lab);
      await seeText(reader, 'reader-status', /^Sealed\.\s*Signed by .* Lab, verified\.$/);
      expect((await textOf(reader, 'reader-text')).trim()).toBe(mail.text);
      expect(searchLab(lab, [mail.subject, mail.text.split('\n')[0] ?? ''])).toEqual([]);
      await reading.close();
    }
  });

  it('sends hidden copies by themselves: the message names nobody hidden, in no header and in no packet', async () => {
    const { lab, alice } = stage();
    const page = await logIn(alice, lab, 'alice');
    const mail = { ...letter('bob@lab.test'), bcc: 'alice@lab.test' };
    await send(alice, page, lab, mail);
    await page.close();
    const sent = lab.spooled();
    expect(sent.map(({ to }) => to)).toEqual([['alice@lab.test'], ['bob@lab.test']]);
    for (const { raw } of sent) expect(raw.toString()).not.toMatch(/^Bcc:/im);
    expect(sent[0]?.raw.toString()).not.toContain('bob@lab.test');
  });

  it('leaves the page its own form when the person writes without Sotto, and nothing of ours in it', async () => {
    const { lab, alice } = stage();
    const page = await logIn(alice, lab, 'alice');
    await openCompose(page, lab, { _to: 'bob@lab.test', _subject: 'own subject', _body: 'own text' });
    await press(page, 'compose-with-sotto');
    const composer = await alice.frameOf(page, 'composer.html');
    await seeText(composer, 'composer-text', /own text/);
    expect(await page.$eval('#composebody', (it) => (it as HTMLTextAreaElement).value)).toBe('');
    await press(composer, 'composer-without');
    await press(composer, 'composer-without-confirm');
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>('#composebody')?.value.includes('own text'),
    );
    expect(await page.$eval('#compose-subject', (it) => (it as HTMLInputElement).value)).toBe('own subject');
    await page.close();
  });

  it("keeps the page's own Send blocked while our composer is open", async () => {
    const { lab, alice } = stage();
    const page = await logIn(alice, lab, 'alice');
    const mail = letter('bob@lab.test');
    await write(alice, page, lab, mail);
    await page.evaluate(() => {
      for (const button of document.querySelectorAll<HTMLElement>('.btn.send, a.send')) button.click();
    });
    await pressSend(await alice.frameOf(page, 'composer.html'));
    await leftCompose(page);
    expect(lab.spooled()).toHaveLength(1);
    expect(searchLab(lab, [mail.subject])).toEqual([]);
    await page.close();
  });

  it('finds the draft again after the tab was closed', async () => {
    const { lab, bob } = stage();
    const page = await logIn(bob, lab, 'bob');
    const mail = letter('alice@lab.test');
    const composer = await write(bob, page, lab, mail);
    await seeText(composer, 'composer-status', /Draft kept/);
    await page.close();
    const again = await logIn(bob, lab, 'bob');
    const fresh = await openComposer(bob, again, lab, {});
    await press(fresh, 'composer-continue');
    await seeText(fresh, 'composer-text', new RegExp(mail.text.split('\n')[0] ?? ''));
    expect(await textOf(fresh, 'composer-subject')).toBe(mail.subject);
    expect(await isShown(fresh, 'composer-chip')).toBe(true);
    await pressSend(fresh);
    await leftCompose(again);
    expect(lab.spooled()).toHaveLength(1);
    expect(searchLab(lab, [mail.subject, mail.text.split('\n')[0] ?? ''])).toEqual([]);
    await again.close();
  });
});
