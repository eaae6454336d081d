import type { ElementHandle, Page } from 'puppeteer-core';
import type { ConversationId } from '../../../lib/core/chat';
import { chooseFiles, element } from '../browser/elements';
import { pressNamed } from '../browser/named';
import { until } from '../wait';
import type { Talker } from './talkers';

// The chat tab as a person uses it.

/** A window of its own with this conversation, ready to be written in. */
export async function openChat(who: Talker, id: ConversationId): Promise<Page> {
  const page = await who.openExtensionPage(`app.html#chat/${id}`);
  await element(page, 'chat-text', 30_000);
  return page;
}

/** Writes and sends with the keyboard. */
export async function writeIn(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  await (await element(page, 'chat-text')).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** The newest message that says so (or whose file has this name), once it is drawn. */
export const rowOf = (page: Page, words: string, within = 20_000): Promise<ElementHandle<HTMLElement>> =>
  until(
    `“${words}” to be drawn`,
    async () => {
      const found = await page.evaluateHandle(
        (wanted) =>
          [...document.querySelectorAll<HTMLElement>('[data-testid="chat-message"]')].findLast((row) =>
            row.textContent.includes(wanted),
          ) ?? null,
        words,
      );
      const row = found.asElement();
      if (row === null)
        throw new Error(`drawn is: ${await page.evaluate(() => document.body.textContent.slice(-400))}`);
      return row as ElementHandle<HTMLElement>;
    },
    { within },
  );

export const rowIs = (page: Page, words: string, state: string, within = 20_000) =>
  until(
    `“${words}” to be ${state}`,
    async () => {
      const now = await (await rowOf(page, words, 1_000)).evaluate((row) => row.dataset['state']);
      if (now !== state) throw new Error(`it is ${now}`);
      return true;
    },
    { within },
  );

/** Files through the picker and the sheet that says what will go out. */
export async function sendFiles(page: Page, paths: readonly string[], { keep = false } = {}): Promise<void> {
  await page.bringToFront();
  await chooseFiles(page, 'chat-file-input', paths);
  if (keep) await pressNamed(page, 'Keep place and camera data');
  await pressNamed(page, 'Send sealed to');
}

/** The sheet closes once all of it is sealed. */
export const sheetIsGone = (page: Page, within = 30_000) =>
  page.waitForFunction(() => document.querySelector('dialog') === null, { timeout: within });

/** How far the file of this name is, as it is drawn. */
export const transferIs = (page: Page, name: string, state: string, within = 30_000) =>
  until(
    `${name} to be ${state}`,
    async () => {
      const now = await (await rowOf(page, name, 1_000)).$eval(
        '[data-testid="chat-file"]',
        (file) => `${(file as HTMLElement).dataset['transfer']}: ${file.textContent}`,
      );
      if (!now.startsWith(`${state}:`)) throw new Error(`it is ${now}`);
      return true;
    },
    { within },
  );

/** Presses a button of one message by its words. */
export async function pressIn(page: Page, words: string, button: string): Promise<void> {
  await page.bringToFront();
  await until(`“${button}” at “${words}”`, async () => {
    const row = await rowOf(page, words, 1_000);
    const found = await row.evaluateHandle(
      (it, name) =>
        [...it.querySelectorAll('button')].find(
          (one) => !one.disabled && (one.getAttribute('aria-label') ?? one.textContent).trim().startsWith(name),
        ) ?? null,
      button,
    );
    const pressed = found.asElement() as ElementHandle | null;
    if (pressed === null) return false;
    await pressed.click();
    return true;
  });
}

type Saved = { saved?: Blob };

/** Presses “Save this file”, and keeps what it saves in the window: it never reaches this machine's download folder. */
async function save(page: Page, name: string, within: number): Promise<void> {
  await page.evaluate(() => {
    const world = globalThis as unknown as Saved;
    delete world.saved;
    const click = HTMLAnchorElement.prototype.click;
    const address = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      if (blob.type === 'application/octet-stream') world.saved = blob;
      return address(blob);
    };
    HTMLAnchorElement.prototype.click = function open(this: HTMLAnchorElement) {
      if (!this.download) click.call(this);
    };
  });
  await pressIn(page, name, 'Save this file');
  await page.waitForFunction(() => (globalThis as unknown as Saved).saved !== undefined, { timeout: within });
}

/** SHA-256 (hex) of what is saved. */
export async function savedDigest(page: Page, name: string, within = 30_000): Promise<string> {
  await save(page, name, within);
  return page.evaluate(async () => {
    const { saved } = globalThis as unknown as Required<Saved>;
    const digest = await crypto.subtle.digest('SHA-256', await saved.arrayBuffer());
    return Array.from(new Uint8Array(digest), (octet) => octet.toString(16).padStart(2, '0')).join('');
  });
}

/** What is saved, of a small file. */
export async function savedOctets(page: Page, name: string, within = 30_000): Promise<Buffer> {
  await save(page, name, within);
  const base64 = await page.evaluate(async () => {
    const { saved } = globalThis as unknown as Required<Saved>;
    const octets = new Uint8Array(await saved.arrayBuffer());
    return btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

/** Rows and pieces of sealed files that this profile keeps. */
export const keptFiles = (page: Page): Promise<{ readonly files: number; readonly pieces: number }> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open('sotto'));
    try {
      const stores = db.transaction(['files', 'filePieces']);
      const [files, pieces] = [stores.objectStore('files').count(), stores.objectStore('filePieces').count()];
      return { files: await done(files), pieces: await done(pieces) };
    } finally {
      db.close();
    }
  });
