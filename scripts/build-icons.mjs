/** `node scripts/build-icons.mjs` draws public/icon/*.png from public/mark.svg. The pictures are committed. */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));
/** The toolbar's sizes need heavier strokes than the mark itself to stay legible. */
const SIZES = [
  { size: 16, stroke: 5 },
  { size: 32, stroke: 4.4 },
  { size: 48, stroke: 4 },
  { size: 128, stroke: 4 },
];

const executablePath = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (place) => place !== undefined && existsSync(place),
);
if (executablePath === undefined) throw new Error('No Chromium was found. Set CHROME_PATH to one.');

const mark = await readFile(path.join(PUBLIC, 'mark.svg'), 'utf8');
const browser = await puppeteer.launch({ executablePath, headless: true, pipe: true, args: ['--no-sandbox'] });
try {
  await mkdir(path.join(PUBLIC, 'icon'), { recursive: true });
  const page = await browser.newPage();
  for (const { size, stroke } of SIZES) {
    const drawn = mark
      .replace('<svg ', `<svg width="${size}" height="${size}" `)
      .replace('stroke-width="4"', `stroke-width="${stroke}"`);
    await page.setViewport({ width: size, height: size });
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawn}`);
    await page.screenshot({ path: path.join(PUBLIC, 'icon', `${size}.png`), omitBackground: true });
  }
} finally {
  await browser.close();
}
