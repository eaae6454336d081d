import type { Page } from 'puppeteer-core';
import type { Person } from '../browser/person';
import { until } from '../wait';
import { type ConverseVisit, jidOf, type XmppLab, type XmppUser } from './lab';

// Converse.js 14 as a person uses it. 1:1 boxes are `converse-chat`, rooms `converse-muc`.

const CHAT = 'converse-chat.chatbox:not(.hidden)';
const FIELD = `${CHAT} textarea.chat-textarea`;

/** Logs in; answers when the page is connected and knows its contacts. */
export async function enterConverse(
  person: Pick<Person, 'openPage'>,
  lab: Pick<XmppLab, 'pageOf'>,
  user: XmppUser,
  visit: ConverseVisit = {},
): Promise<Page> {
  const page = await person.openPage(lab.pageOf(user, visit));
  await connected(page);
  return page;
}

/** Contacts are only shown once the server answered. */
export async function connected(page: Page): Promise<void> {
  await page.waitForSelector('converse-roster .list-item', { timeout: 30_000 });
}

/** Opens the conversation with somebody, by the address that Converse keeps for that. */
export async function openChat(page: Page, peer: XmppUser): Promise<void> {
  await page.bringToFront();
  await page.evaluate((jid) => {
    location.hash = `#converse/chat?jid=${jid}`;
  }, jidOf(peer));
  await page.waitForSelector(FIELD);
}

/** Writes into the page's own box and presses Enter: what everybody does who has no Sotto. */
export async function writePlainly(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  await page.click(FIELD);
  await page.type(FIELD, text);
  await page.keyboard.press('Enter');
  await sees(page, text);
}

/** What the page itself shows as messages of the open conversation, oldest first. */
export const shownMessages = (page: Page): Promise<readonly string[]> =>
  page.$$eval(`${CHAT} converse-chat-message-body`, (bodies) => bodies.map((body) => body.textContent?.trim() ?? ''));

export const sees = (page: Page, text: string, within = 20_000): Promise<boolean> =>
  until(`the page to show “${text}”`, async () => (await shownMessages(page)).some((shown) => shown.includes(text)), {
    within,
  });
