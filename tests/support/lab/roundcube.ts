import type { Page } from 'puppeteer-core';
import type { Person } from '../browser/person';
import { until } from '../wait';
import { addressOfUser, type Lab, type LabUser, passwordOfUser } from './lab';

// Roundcube's pages as a person uses them. Selectors are those of the Elastic skin.

export type Folder = 'INBOX' | 'Sent' | 'Drafts';
type Webmail = Pick<Lab, 'url'>;

/** Logs in, if that browser is not logged in yet, and answers the page with the list of mails. */
export async function logIn(person: Person, lab: Webmail, user: LabUser): Promise<Page> {
  await person.browser.deleteCookie(...(await person.browser.cookies()));
  const page = await person.openPage(`${lab.url}/`);
  await page.waitForSelector('#rcmloginuser, #messagelist');
  if ((await page.$('#rcmloginuser')) === null) return page;
  await page.type('#rcmloginuser', addressOfUser(user));
  await page.type('#rcmloginpwd', passwordOfUser(user));
  await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), page.click('#rcmloginsubmit')]);
  await page.waitForSelector('#messagelist');
  return page;
}

const mailUrl = (lab: Webmail, fields: Record<string, string>) =>
  `${lab.url}/?${new URLSearchParams({ _task: 'mail', ...fields }).toString()}`;

/** Roundcube's own compose form, ready to be written in. */
export async function openCompose(page: Page, lab: Webmail, fields: Record<string, string> = {}): Promise<void> {
  await page.bringToFront();
  await page.goto(mailUrl(lab, { _action: 'compose', ...fields }), { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('#compose_to .recipient-input input');
}

export type ListedMail = { readonly uid: string; readonly subject: string };

/** What the list of a folder shows, newest first. */
export async function listMails(page: Page, lab: Webmail, folder: Folder = 'INBOX'): Promise<readonly ListedMail[]> {
  await page.bringToFront();
  await page.goto(mailUrl(lab, { _mbox: folder }), { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('#messagelist');
  await until('the list of mails, which arrives by a second request', () =>
    page.evaluate(() => {
      const { rcmail } = window as unknown as { rcmail?: { busy: boolean; env: { exists?: number } } };
      const rows = document.querySelectorAll('#messagelist tbody tr').length;
      return rcmail?.busy === false && (rows > 0 || rcmail.env.exists === 0);
    }),
  );
  return page.$$eval('#messagelist tbody tr', (rows) =>
    rows.flatMap((row) => {
      const link = row.querySelector<HTMLAnchorElement>('.subject a[href*="_uid="]');
      const uid = link === null ? null : new URL(link.href).searchParams.get('_uid');
      return uid === null ? [] : [{ uid, subject: link?.textContent?.trim() ?? '' }];
    }),
  );
}

/** Looks into a folder until a mail is there that was not there before. */
export async function waitForMail(
  page: Page,
  lab: Webmail,
  { known = [], folder = 'INBOX' as Folder }: { known?: readonly ListedMail[]; folder?: Folder } = {},
): Promise<ListedMail> {
  const seen = new Set(known.map(({ uid }) => uid));
  return until(
    `a new mail in ${folder}`,
    async () => (await listMails(page, lab, folder)).find(({ uid }) => !seen.has(uid)),
    { within: 20_000, every: 200 },
  );
}

/** The message on a page of its own. */
export async function openMail(page: Page, lab: Webmail, uid: string, folder: Folder = 'INBOX'): Promise<void> {
  await page.bringToFront();
  await page.goto(mailUrl(lab, { _action: 'show', _uid: uid, _mbox: folder }), { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('#messagebody');
}

/** The message in the preview pane beside the list: one click on its row. */
export async function previewMail(page: Page, lab: Webmail, uid: string, folder: Folder = 'INBOX'): Promise<void> {
  await listMails(page, lab, folder);
  await page.click(`#messagelist tbody tr a[href*="_uid=${uid}&"]`);
  await until('the preview pane', () =>
    page.frames().find((frame) => frame.url().includes('_action=preview') && frame.url().includes(`_uid=${uid}`)),
  );
}

/** The text area, subject and recipients of the page's own form, as the page would post them. */
export const readForm = (page: Page) =>
  page.evaluate(() => {
    const value = (selector: string) => document.querySelector<HTMLInputElement>(selector)?.value ?? '';
    return {
      to: value('#_to'),
      cc: value('#_cc'),
      bcc: value('#_bcc'),
      subject: value('#compose-subject'),
      text: value('#composebody'),
      sealed: value('input[name="_pgpmime"], textarea[name="_pgpmime"]'),
    };
  });
