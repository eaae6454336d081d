import type { Frame, Page } from 'puppeteer-core';
import { SIGHT_MS } from '../../../lib/frames/shared/guard';
import { chooseFiles, element, fill, press, seeText, textOf } from '../browser/elements';
import type { Person } from '../browser/person';
import type { Lab } from '../lab/lab';
import { type ListedMail, logIn, openCompose, openMail, waitForMail } from '../lab/roundcube';
import { bounded, until } from '../wait';
import type { Actor } from './cast';

/** A look into a frame that lives takes a few milliseconds. */
const LOOK_MS = 3_000;

export type Letter = {
  readonly to: string;
  readonly bcc?: string;
  readonly subject: string;
  readonly text: string;
  readonly files?: readonly string[];
  readonly inline?: boolean;
};

/** The webmail, logged in; where it asks whether to leave a form that was begun, the answer is yes. */
export async function enterWebmail(person: Actor, lab: Pick<Lab, 'url'>): Promise<Page> {
  const page = await logIn(person, lab, person.user);
  page.on('dialog', (dialog) => {
    dialog.accept().catch(() => undefined);
  });
  return page;
}

/** Roundcube's compose page with our composer open on it. */
export async function openComposer(
  person: Person,
  page: Page,
  lab: Pick<Lab, 'url'>,
  fields: Record<string, string>,
): Promise<Frame> {
  await openCompose(page, lab, fields);
  await press(page, 'compose-with-sotto');
  return composerIn(person, page, 'writing');
}

/**
 * Our composer once it is at this step; where it does not come there, tells what is on the screen. Looked up at each
 * look, as a reader is: a frame that was taken away may never answer.
 */
const composerIn = (person: Person, page: Page, step: string): Promise<Frame> =>
  until(
    `the composer to be ${step}`,
    async () => {
      const composer = await person.frameOf(page, 'composer.html');
      const look = composer.evaluate(() => {
        const shown = document.querySelector<HTMLElement>('[data-testid="composer"]');
        return { step: shown?.dataset['step'], html: document.body.innerHTML.slice(0, 600) };
      });
      const seen = await bounded('a look into the composer', look, LOOK_MS);
      if (seen.step !== step) throw new Error(`it shows: ${seen.html}`);
      return composer;
    },
    { within: 30_000 },
  );

export async function write(person: Person, page: Page, lab: Pick<Lab, 'url'>, letter: Letter): Promise<Frame> {
  const composer = await openComposer(person, page, lab, { _to: letter.to });
  if (letter.bcc !== undefined) {
    await press(composer, 'composer-show-bcc');
    await fill(composer, 'composer-bcc', letter.bcc);
    await page.keyboard.press('Enter');
  }
  await fill(composer, 'composer-subject', letter.subject);
  await fill(composer, 'composer-text', letter.text);
  if (letter.files !== undefined) await chooseFiles(composer, 'composer-files', letter.files);
  if (letter.inline === true) await press(composer, 'composer-format-inline');
  return composer;
}

/** Send counts only once its row was in sight for a while (requirement 29): a hand is slower than this anyway. */
export async function pressSend(composer: Frame): Promise<void> {
  await composer.waitForSelector('[data-testid="composer-send"]:not([aria-disabled="true"])');
  await until('the press on Send to count', async () => {
    await inSight(composer);
    await press(composer, 'composer-send');
    // Where the page moved it just then, it says so, and a person presses again.
    const look = composer.$$eval('[data-testid="composer-reason"]', (all) => all.map((it) => it.textContent).join());
    return !/covered or moved/.test(await bounded('a look', look, LOOK_MS).catch(() => ''));
  });
}

/** Goes on with the draft that the composer offers, and waits until its text is there. */
export async function continueDraft(composer: Frame, text: string): Promise<void> {
  await element(composer, 'composer-continue');
  await inSight(composer);
  await press(composer, 'composer-continue');
  await seeText(composer, 'composer-text', new RegExp(text)).catch(async (cause) => {
    const shown = await textOf(composer, 'composer');
    throw new Error(`the draft did not come back: ${shown}`, { cause });
  });
}

/** As long as a person needs at the least to find a button. */
const inSight = (frame: Frame): Promise<void> =>
  frame.evaluate(
    (milliseconds) =>
      new Promise<void>((resolve) => {
        let since: number | undefined;
        const look = (time: number) => {
          since ??= time;
          if (time - since >= milliseconds) resolve();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    SIGHT_MS + 150,
  );

/** Writes, sends, and waits until the webmail has left its compose page. */
export async function send(person: Person, page: Page, lab: Pick<Lab, 'url'>, letter: Letter): Promise<void> {
  const composer = await write(person, page, lab, letter);
  await pressSend(composer);
  await leftCompose(page);
}

/** And has loaded the next one whole: Firefox takes the end of a load that is cut off for that of the next address. */
export async function leftCompose(page: Page, within = 30_000): Promise<void> {
  const isLoaded = () => page.evaluate(() => document.readyState === 'complete');
  await until(
    'the webmail to leave its compose page',
    async () => !page.url().includes('_action=compose') && (await bounded('a look at the page', isLoaded(), LOOK_MS)),
    { within },
  );
}

/** Waits for a mail that was not known before and opens it; answers our reader in it. */
export async function receive(person: Person, page: Page, lab: Pick<Lab, 'url'>, known: readonly ListedMail[] = []) {
  const mail = await waitForMail(page, lab, { known });
  await openMail(page, lab, mail.uid);
  return { mail, reader: await readerOf(person, page) };
}

/** Looks without any answer after which the page is loaded anew. */
const LOST_LOOKS = 3;

/**
 * The reader that is there and says something. Looked up at each look: where the message is drawn anew (a part of it
 * arrives late), Firefox never answers for the frame that was taken away. Where the driver has lost the document of a
 * frame, which is on the screen and never answers it, the page is loaded anew, and that is said.
 */
export const readerOf = (person: Person, page: Page): Promise<Frame> => {
  let lost = 0;
  const reloadIfLost = async (error: unknown): Promise<never> => {
    lost += 1;
    if (lost % LOST_LOOKS === 0) {
      console.info(`the driver has lost a reader in ${person.kind}: the page is loaded anew`);
      await page.reload();
    }
    throw error;
  };
  return until(
    'a reader that says something',
    async () => {
      const reader = await person.frameOf(page, 'reader.html');
      const said = await bounded('a look into the reader', textOf(reader, 'reader'), LOOK_MS).catch(reloadIfLost);
      return /\S/.test(said) && reader;
    },
    { within: 60_000 },
  );
};
