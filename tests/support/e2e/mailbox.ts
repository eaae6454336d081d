import type { Frame, Page } from 'puppeteer-core';
import type { Lab } from '../lab/lab';
import { listMails, openMail } from '../lab/roundcube';
import { until } from '../wait';
import type { Actor } from './cast';

/** Puts mails into somebody's mailbox and answers how to open each by its subject. */
export async function deliverAll(lab: Lab, to: Actor, page: Page, mails: readonly string[]) {
  for (const mail of mails) await lab.inject(to.user, mail);
  const listed = await until('all mails in the list', async () => {
    const all = await listMails(page, lab);
    return all.length >= mails.length && all;
  });
  return async (subject: string): Promise<Frame> => {
    const mail = listed.find((one) => one.subject === subject);
    if (mail === undefined) throw new Error(`no mail called ${subject}`);
    await openMail(page, lab, mail.uid);
    return to.frameOf(page, 'reader.html');
  };
}

/** The code of the sentence that our reader shows in the place of a message. */
export async function failureIn(reader: Frame, within = 15_000): Promise<{ code: string; words: string }> {
  const failure = await reader.waitForSelector('[data-testid="reader-failure"]', { timeout: within });
  if (failure === null) throw new Error('no failure');
  return failure.evaluate((it) => ({
    code: (it as HTMLElement).dataset['code'] ?? '',
    words: it.textContent ?? '',
  }));
}

/** Everything that can be read in a page and in every frame of it that can be asked. */
export async function allText(page: Page): Promise<string> {
  const texts = await Promise.all(
    page.frames().map((frame) => frame.evaluate(() => document.documentElement.outerHTML).catch(() => '')),
  );
  return texts.join('\n');
}
