import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseFiles } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import { pressNamed, seeWords } from '../support/browser/named';
import { ask } from '../support/e2e/bus';
import {
  keptFiles,
  openChat,
  pressIn,
  rowIs,
  rowOf,
  savedDigest,
  savedOctets,
  sendFiles,
  sheetIsGone,
  transferIs,
} from '../support/e2e/chat-page';
import { type ChatRelay, castTalker, meet, openChatRelay, type Talker } from '../support/e2e/talkers';
import { openTap, type WireTap } from '../support/e2e/wire-tap';
import { canary, searchFolder } from '../support/lab/leaks';
import { until } from '../support/wait';
import { CANARY as CAMERA, PLACE, plain, tellingJpeg } from '../unit/chat/files/telling-pictures';

const missing = browserMissing();
const MB = 1_048_576;
const LONG = 60_000;

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'files between two people' : `files between two people (skipped: ${missing})`,
  () => {
    /** Stands in the octets and in the name of every file. */
    const mark = canary('file');
    const folder = mkdtempSync(join(tmpdir(), 'sotto-chat-files-'));
    let relay: ChatRelay;
    let tap: WireTap;
    let anna: Talker;
    let bert: Talker;
    let hers: Page;
    let his: Page;
    beforeAll(async () => {
      relay = await openChatRelay();
      tap = await openTap(relay.address);
      [anna, bert] = await Promise.all([castTalker('chromium', 'anna', tap), castTalker('firefox', 'bert', tap)]);
      const { annas, berts } = await meet(anna, bert);
      [hers, his] = await Promise.all([openChat(anna, annas), openChat(bert, berts)]);
    }, 180_000);
    afterAll(async () => {
      await Promise.allSettled([anna, bert].map((who) => (who as Talker | undefined)?.close()));
      await (tap as WireTap | undefined)?.close();
      await (relay as ChatRelay | undefined)?.destroy();
      rmSync(folder, { recursive: true });
    });

    type Made = { readonly name: string; readonly path: string; readonly digest: string };
    /** A file of its own on disk; its name is what rows are found by. */
    const made = (name: string, octets: Uint8Array): Made => {
      const path = join(folder, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, octets);
      return { name, path, digest: createHash('sha256').update(octets).digest('hex') };
    };
    const random = (what: string, octets: number): Made =>
      made(`${mark}-${what}.bin`, Buffer.concat([Buffer.from(mark), randomBytes(octets)]));

    /** From one to the other, and read by the other from the disk. */
    async function arrives(file: Made, to: Page): Promise<void> {
      await pressIn(to, file.name, 'Load file');
      await transferIs(to, file.name, 'here', LONG);
      expect(await savedDigest(to, file.name)).toBe(file.digest);
    }
    const imageIn = (page: Page, name: string) =>
      until(`the picture ${name} to be drawn`, async () =>
        (await rowOf(page, name)).evaluate((row) => (row.querySelector('img')?.naturalWidth ?? 0) > 0),
      );

    it('a picture goes out without its place and camera and is shown on both sides; with them only where one says so', async () => {
      const telling = tellingJpeg();
      expect(telling.includes(PLACE)).toBe(true);
      for (const [from, to, kind] of [
        [hers, his, 'hers'],
        [his, hers, 'his'],
      ] as const) {
        const clean = made(`${mark}-clean-${kind}.jpg`, telling);
        await sendFiles(from, [clean.path]);
        await pressIn(to, clean.name, 'Load file');
        await Promise.all([imageIn(from, clean.name), imageIn(to, clean.name)]);
        // What I sent is what I have: both are clean.
        expect(await savedDigest(to, clean.name)).toBe(await savedDigest(from, clean.name));
        const octets = await savedOctets(to, clean.name);
        expect(octets.length).toBeGreaterThan(plain('plain.jpg').length / 2);
        expect([octets.includes(PLACE), octets.includes(CAMERA)]).toEqual([false, false]);

        const kept = made(`${mark}-kept-${kind}.jpg`, telling);
        await sendFiles(from, [kept.path], { keep: true });
        await arrives(kept, to);
        await imageIn(to, kept.name);
      }
      await anna.screenshot(hers, 'chat-pictures');
      await bert.screenshot(his, 'chat-pictures');
    });

    it('12 MB arrive as they were, in both directions', async () => {
      for (const [from, to, what] of [
        [hers, his, 'to-bert'],
        [his, hers, 'to-anna'],
      ] as const) {
        const file = random(what, 12 * MB);
        await sendFiles(from, [file.path]);
        await arrives(file, to);
        await rowIs(from, file.name, 'delivered');
      }
    }, 120_000);

    it('the relay is killed in the middle of it, and both ways it goes on when it is back', async () => {
      const file = random('relay-killed', 6 * MB);
      const sent = tap.hold('up', 3 * MB);
      await sendFiles(hers, [file.path]);
      await sent;
      await anna.screenshot(hers, 'chat-file-moving');
      await relay.stop('SIGKILL');
      tap.release();
      await relay.start();
      await ask(anna.window, 'relay.retry');
      await ask(bert.window, 'relay.retry');
      await rowIs(hers, file.name, 'delivered', LONG);

      const loaded = tap.hold('down', 3 * MB);
      await pressIn(his, file.name, 'Load file');
      await loaded;
      await relay.stop('SIGKILL');
      tap.release();
      await relay.start();
      await ask(anna.window, 'relay.retry');
      await ask(bert.window, 'relay.retry');
      await transferIs(his, file.name, 'here', LONG);
      expect(await savedDigest(his, file.name)).toBe(file.digest);
    }, 180_000);

    it('a background is killed in the middle of it, and it goes on [req 36]', async () => {
      for (const [sender, from, receiver, to, what] of [
        [anna, hers, bert, his, 'anna-killed'],
        [bert, his, anna, hers, 'bert-killed'],
      ] as const) {
        const file = random(what, 6 * MB);
        const sent = tap.hold('up', 3 * MB);
        await sendFiles(from, [file.path]);
        await sent;
        await sender.killBackground();
        tap.release();
        await ask(sender.window, 'chat.list');
        await rowIs(from, file.name, 'delivered', LONG);

        const loaded = tap.hold('down', 3 * MB);
        await pressIn(to, file.name, 'Load file');
        await loaded;
        await receiver.killBackground();
        tap.release();
        await ask(receiver.window, 'chat.list');
        await transferIs(to, file.name, 'here', LONG);
        expect(await savedDigest(to, file.name)).toBe(file.digest);
      }
    }, 180_000);

    it('stopped in the middle, nothing of it stays here and that is said', async () => {
      const before = await keptFiles(hers);
      const file = random('stopped', 6 * MB);
      const sent = tap.hold('up', 3 * MB);
      await sendFiles(hers, [file.path]);
      await sent;
      await sheetIsGone(hers);
      expect((await keptFiles(hers)).pieces).toBeGreaterThan(before.pieces + 5);
      await pressIn(hers, file.name, 'Stop sending this file');
      tap.release();
      await until('nothing of it to be here', async () => (await keptFiles(hers)).pieces === before.pieces);
      // It was taken back: neither its line nor the list names it any more.
      await until('its line to be gone', () =>
        hers.evaluate((name) => !document.body.textContent.includes(name), file.name),
      );
      await anna.screenshot(hers, 'chat-file-stopped');

      const other = random('stopped-loading', 6 * MB);
      await sendFiles(hers, [other.path]);
      await rowOf(his, other.name, LONG);
      const kept = await keptFiles(his);
      const loaded = tap.hold('down', 3 * MB);
      await pressIn(his, other.name, 'Load file');
      await loaded;
      await pressIn(his, other.name, 'Stop loading this file');
      tap.release();
      await until('nothing of it to be here', async () => (await keptFiles(his)).pieces === kept.pieces);
      // It is still there to be had.
      await transferIs(his, other.name, 'offered');
      await arrives(other, his);
      // What was stopped never came.
      expect(await his.evaluate((name) => document.body.textContent.includes(name), file.name)).toBe(false);
    }, 120_000);

    it('101 MB are refused with a sentence before anything is sealed', async () => {
      const path = join(folder, `${mark}-large.bin`);
      writeFileSync(path, mark);
      truncateSync(path, 101 * MB);
      for (const [who, page] of [
        [anna, hers],
        [bert, his],
      ] as const) {
        const before = await keptFiles(page);
        await page.bringToFront();
        await chooseFiles(page, 'chat-file-input', [path]);
        await seeWords(page, /larger than 100 MB/);
        const isOff = await page.$$eval('dialog button', (all) =>
          all.flatMap((one) => (one.textContent.includes('Send sealed') ? [one.disabled] : [])),
        );
        expect(isOff).toEqual([true]);
        await who.screenshot(page, 'chat-file-too-large');
        await pressNamed(page, 'Cancel');
        await sheetIsGone(page);
        expect(await keptFiles(page)).toEqual(before);
      }
    });

    it('what can carry code is not drawn, whatever it calls itself [req 24]', async () => {
      const code = 'globalThis.ran = true; top.ran = true';
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="${code}"><script>${code}</script><!--${mark}--></svg>`;
      const html = `<!doctype html><title>${mark}</title><script>${code}</script><img src="x" onerror="${code}">`;
      const files = [
        made(`${mark}-picture.svg`, Buffer.from(svg)),
        made(`${mark}-page.html`, Buffer.from(html)),
        made(`${mark}-not-a-picture.png`, Buffer.from(html)),
        made(`${mark}-nor-this.png`, Buffer.from(svg)),
      ];
      for (const file of files) {
        const isDisguised = file.name.endsWith('.png');
        await sendFiles(hers, [file.path]);
        if (isDisguised) {
          // It is no picture that anything could be taken out of: a person says that it goes all the same.
          await seeWords(hers, /could not be taken out|cannot take that out/);
          await pressNamed(hers, 'Keep place and camera data');
          await pressNamed(hers, 'Send sealed to');
        }
        await sheetIsGone(hers);
        await arrives(file, his);
        for (const page of [hers, his]) {
          const drawn = await (await rowOf(page, file.name)).evaluate((row) => ({
            embedded: row.querySelectorAll('iframe, object, embed, svg script, foreignObject').length,
            pictures: [...row.querySelectorAll('img')].filter(({ naturalWidth }) => naturalWidth > 0).length,
          }));
          expect(drawn).toEqual({ embedded: 0, pictures: 0 });
        }
        if (isDisguised)
          await until('that to be said', async () =>
            (await rowOf(his, file.name)).evaluate((row) => row.textContent.includes('cannot be shown as a picture')),
          );
      }
      for (const page of [hers, his]) expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
      await bert.screenshot(his, 'chat-file-not-drawn');
    });

    it('and nothing of any of them lies on a disk in clear, nor at the relay [req 4] [req 35]', async () => {
      await relay.stop();
      await Promise.all([anna.crash(), bert.crash()]);
      const words = [mark, CAMERA];
      // The search finds what is there: the files themselves.
      expect(searchFolder(folder, words).length).toBeGreaterThan(10);
      for (const place of [anna.profileDir, bert.profileDir, relay.folder]) {
        expect(searchFolder(place, words)).toEqual([]);
      }
      expect(relay.process().printed.join('\n')).not.toContain(mark);
    }, 60_000);
  },
);
