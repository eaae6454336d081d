/**
 * Pictures of every window, frame and state, to be looked at by whoever changes one.
 * `node scripts/contact-sheet.mjs [part of a scene's name]` writes .shots/<scene>-<look>.png and the
 * sheets .shots/sheet-<file>-<look>.png. Looks: light, dark, narrow (360 px), rtl.
 */

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import puppeteer from 'puppeteer-core';
import { createServer } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SHOTS = path.join(ROOT, '.shots');
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--hide-scrollbars',
];
const LOOKS = [
  { name: 'light', scheme: 'light', dir: 'ltr' },
  { name: 'dark', scheme: 'dark', dir: 'ltr' },
  { name: 'narrow', scheme: 'light', dir: 'ltr', width: 360 },
  { name: 'rtl', scheme: 'light', dir: 'rtl' },
];

const findChromium = () => {
  const places = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found === undefined) throw new Error('No Chromium was found. Set CHROME_PATH to one.');
  return found;
};

const serve = async () => {
  const server = await createServer({
    root: path.join(ROOT, 'tests/support/gallery'),
    configFile: false,
    plugins: [preact()],
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, fs: { allow: [ROOT] }, hmr: false, watch: null },
  });
  await server.listen();
  return server;
};

const ready = async (page) => {
  await page.waitForFunction(() => globalThis.gallery?.done === true, { timeout: 30_000 });
  return page.evaluate(() => globalThis.gallery);
};

const shoot = async (page, base, scene, look) => {
  const width = look.width ?? scene.width;
  await page.setViewport({ width, height: scene.height });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: look.scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.goto(`${base}?scene=${scene.file}/${scene.id}&dir=${look.dir}`);
  const { failed } = await ready(page);
  if (failed !== undefined) throw new Error(`${scene.id}: ${failed}`);
  const [wide, high] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.scrollHeight,
  ]);
  if (wide > width) console.log(`  ${scene.id} ${look.name}: ${wide - width} px wider than its window`);
  await page.setViewport({ width, height: Math.min(2_400, Math.max(high, scene.height)) });
  const file = path.join(SHOTS, `${scene.id}-${look.name}.png`);
  await page.screenshot({ path: file });
  return { file, title: scene.id };
};

const sheet = async (page, name, pictures) => {
  const figures = await Promise.all(
    pictures.map(async ({ file, title }) => {
      const data = (await readFile(file)).toString('base64');
      return `<figure><figcaption>${title}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
    }),
  );
  const style =
    'body{margin:16px;font:12px system-ui;background:#888;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}figure{margin:0}img{display:block;max-width:520px}';
  await page.setViewport({ width: 1_700, height: 800 });
  await page.setContent(`<style>${style}</style>${figures.join('')}`);
  await page.screenshot({ path: path.join(SHOTS, `sheet-${name}.png`), fullPage: true });
};

const main = async () => {
  const wanted = process.argv[2] ?? '';
  await mkdir(SHOTS, { recursive: true });
  const server = await serve();
  const browser = await puppeteer.launch({ executablePath: findChromium(), headless: true, pipe: true, args: ARGS });
  try {
    const base = server.resolvedUrls.local[0];
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.log(`  ${error.message}`));
    await page.goto(base);
    const { result, failed } = await ready(page);
    if (failed !== undefined) throw new Error(failed);
    const scenes = result.filter(({ id }) => id.includes(wanted));
    for (const look of LOOKS) {
      const sheets = new Map();
      for (const scene of scenes.filter(({ narrow }) => !('width' in look) || narrow)) {
        const picture = await shoot(page, base, scene, look);
        sheets.set(scene.file, [...(sheets.get(scene.file) ?? []), picture]);
      }
      for (const [file, pictures] of sheets) await sheet(page, `${file}-${look.name}`, pictures);
      console.log(`${look.name}: ${[...sheets.values()].flat().length} pictures`);
    }
    await writeFile(path.join(SHOTS, 'README.txt'), 'Written by scripts/contact-sheet.mjs.\n');
  } finally {
    await browser.close();
    await server.close();
  }
};

await main();
