import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS, launch } from '../support/browser/launch';
import type { Person } from '../support/browser/person';
import { type Lab, labMissing, startLab } from '../support/lab/lab';
import { canary, searchLab } from '../support/lab/leaks';
import { listMails, logIn, openCompose, openMail, previewMail, readForm, waitForMail } from '../support/lab/roundcube';
import { makeProbe } from '../support/probe-extension';
import { until } from '../support/wait';

// The lab itself, without Sotto: what a webmail leaks when nothing protects, so that the search is seen to find it.

describe.skipIf(labMissing() !== undefined)('the Roundcube lab', () => {
  let lab: Lab;
  const started: Lab[] = [];
  const probe = makeProbe();
  beforeAll(async () => {
    lab = await startLab({ autosave: 2 });
    started.push(lab);
  });
  afterAll(async () => {
    probe.remove();
    for (const one of started) await one.destroy();
  });

  it('runs beside a second one on other ports', async () => {
    const other = await startLab();
    try {
      expect(other.url).not.toBe(lab.url);
      expect((await fetch(other.url)).ok).toBe(true);
      expect((await fetch(lab.url)).ok).toBe(true);
    } finally {
      await other.destroy();
    }
  });

  for (const kind of KINDS) {
    describe.skipIf(browserMissing(kind) !== undefined)(`in ${kind}`, () => {
      let person: Person;
      beforeAll(async () => {
        await lab.reset();
        person = await launch(kind, { name: 'lab', extension: probe.folderFor(kind) });
      });
      afterAll(() => person?.close());

      it('shows an injected mail in the list, in the preview and on its own page', async () => {
        const page = await logIn(person, lab, 'bob');
        const known = await listMails(page, lab);
        await lab.inject('bob', 'From: a@lab.test\r\nTo: bob@lab.test\r\nSubject: hello\r\n\r\nwords of the mail\r\n');
        const mail = await waitForMail(page, lab, { known });
        expect(mail.subject).toBe('hello');
        await previewMail(page, lab, mail.uid);
        await openMail(page, lab, mail.uid);
        expect(await page.$eval('#messagebody', (body) => body.textContent)).toContain('words of the mail');
        await page.close();
      });

      it('leaks every word of a plain mail, in its draft, its session and its spool, and the search finds them', async () => {
        const word = canary('plain');
        const wide = canary('groß');
        const page = await logIn(person, lab, 'alice');
        await openCompose(page, lab, { _to: 'bob@lab.test', _subject: word, _body: `${wide} text` });
        expect(await readForm(page)).toMatchObject({ subject: word, text: expect.stringContaining(wide) });
        await page.type('#composebody', 'more');
        await until('the draft that the page saves', () =>
          searchLab(lab, [wide]).some(({ file }) => file.startsWith('mail/')),
        );
        // While it still saves the draft, the page takes no other command.
        await page.waitForFunction(
          () => (globalThis as unknown as { rcmail: { busy: boolean } }).rcmail.busy === false,
        );
        await page.click('button.btn.send');
        await until('the mail to leave', () => lab.spooled().length === 1);
        const leaks = searchLab(lab, [word, wide]);
        expect(new Set(leaks.map((leak) => leak.word))).toEqual(new Set([word, wide]));
        expect(leaks.some(({ file }) => file.startsWith('smtp/'))).toBe(true);
        expect(lab.spooled()[0]).toMatchObject({ from: 'alice@lab.test', to: ['bob@lab.test'] });
        expect(searchLab(lab, [canary('absent')])).toEqual([]);
      });
    });
  }
});
