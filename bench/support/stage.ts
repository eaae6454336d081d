import type { Page } from 'puppeteer-core';
import type { EmailAddress } from '../../lib/core/brand';
import type { Person } from '../../tests/support/browser/person';
import { type Actor, castActor, introduce } from '../../tests/support/e2e/cast';
import { addressOfUser, type Lab } from '../../tests/support/lab/lab';
import { logIn } from '../../tests/support/lab/roundcube';
import { makeWriter, type Writer } from './mails';
import { launchPlain } from './plain-browser';
import { watchPainting } from './reading';
import { leaveFramesAlone } from './unwatched';

/** Alice twice: with Sotto, and without, both logged in; and somebody she has verified who writes to her. */
export type BenchStage = {
  readonly alice: Actor;
  readonly page: Page;
  readonly plainPage: Page;
  readonly writer: Writer;
  /** Puts a mail into Alice's mailbox and answers its number there. */
  deliver(mail: string): Promise<string>;
  close(): Promise<void>;
};

export const WRITER = 'walter@lab.test' as EmailAddress;

export async function setStage(kind: Person['kind'], lab: Lab, build: string): Promise<BenchStage> {
  await lab.reset();
  const alice = await castActor(kind, 'alice', lab, build);
  const writer = await makeWriter(WRITER, addressOfUser('alice') as EmailAddress, alice.certificate);
  await introduce(alice, writer);
  const plain = await launchPlain(kind);
  const page = await logIn(alice, lab, 'alice');
  if (kind === 'chromium') await leaveFramesAlone(page);
  const plainPerson = {
    browser: plain.browser,
    openPage: async (url: string) => {
      const opened = await plain.browser.newPage();
      await opened.goto(url, { waitUntil: 'domcontentloaded' });
      return opened;
    },
  };
  const plainPage = await logIn(plainPerson as Person, lab, 'alice');
  await watchPainting(plainPage);
  let last = 0;
  return {
    alice,
    page,
    plainPage,
    writer,
    // An emptied mailbox counts on, a new one from 1: the server says which number it gave.
    async deliver(mail) {
      await lab.inject('alice', mail);
      last = await newestUid(plainPage, lab, last);
      return String(last);
    },
    async close() {
      await Promise.allSettled([alice.close(), plain.close()]);
    },
  };
}

async function newestUid(page: Page, lab: Lab, known: number): Promise<number> {
  await page.goto(`${lab.url}/?_task=mail&_mbox=INBOX`, { waitUntil: 'domcontentloaded' });
  const found = await page.waitForFunction(
    (before) => {
      const links = [...document.querySelectorAll<HTMLAnchorElement>('#messagelist .subject a[href*="_uid="]')];
      const newest = Math.max(0, ...links.map(({ href }) => Number(new URL(href).searchParams.get('_uid'))));
      return newest > before ? newest : undefined;
    },
    {},
    known,
  );
  return Number(await found.jsonValue());
}
