import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, launch } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The policy of our pages, as the built manifest has it. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-src 'self' blob:; " +
  "require-trusted-types-for 'script'; trusted-types dompurify sotto-mail";
const BROWSERS = [
  { name: 'chrome', path: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] },
  { name: 'firefox', path: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr', args: [] },
] as const;
const entry = new URL('./browser-entry.ts', import.meta.url).pathname;

type Answer = {
  readonly frame: string;
  readonly removed: number;
  readonly violations: readonly string[];
  readonly build: number;
  readonly read: number;
  readonly same: boolean;
};

const seen: string[] = [];
let server: Server;
let origin = '';

/** HTML that asks the network in every way we know, with `host` in every address. */
const hostile = (host: string): string => `
  <base href="${host}/base/"><link rel=stylesheet href="${host}/link.css"><link rel=prefetch href="${host}/prefetch">
  <meta http-equiv=refresh content="0;url=${host}/refresh"><style>@import "${host}/import.css"; body { background: url(${host}/css.png) }
  @font-face { font-family: f; src: url(${host}/font) } p { font-family: f; background: image-set("${host}/set" 1x) }</style>
  <body background="${host}/body.png" onload="fetch('${host}/onload')"><p style="background: u\\72l(${host}/escaped.png)">words</p>
  <img src="${host}/img.png" srcset="${host}/srcset.png 2x"><img src=x onerror="fetch('${host}/onerror')"><picture><source srcset="${host}/source"></picture>
  <svg><image href="${host}/svg.png"/><script>fetch('${host}/svgscript')</script></svg><script src="${host}/script.js"></script>
  <video poster="${host}/poster" src="${host}/video" autoplay></video><audio src="${host}/audio" autoplay></audio>
  <iframe src="${host}/iframe"></iframe><object data="${host}/object"></object><embed src="${host}/embed">
  <form action="${host}/form"><input type=image src="${host}/input.png"></form><table background="${host}/table.png"><tr><td>cell</table>
  <a href="${host}/link" ping="${host}/ping">link</a><math><mtext><img src="${host}/math.png"></mtext></math>`;

beforeAll(async () => {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'mail', fileName: 'mail' } },
  });
  const bundle = Array.isArray(output) ? output[0] : output;
  const script = bundle && 'output' in bundle ? bundle.output[0].code : '';
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/')
      response
        .setHeader('content-security-policy', PAGE_POLICY)
        .setHeader('content-type', 'text/html')
        .end('<!DOCTYPE html><script src=/mail.js></script>');
    else if (path === '/mail.js') response.setHeader('content-type', 'text/javascript').end(script);
    else {
      if (path !== '/favicon.ico') seen.push(path);
      response.statusCode = 404;
      response.end();
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(() => server.close());

describe.each(BROWSERS)('in $name (needs $path)', ({ name, path, args }) => {
  it.skipIf(!existsSync(path))(
    'hostile HTML draws its words and asks the network for nothing; 25 MB are built and read [req 22] [req 31]',
    async () => {
      seen.length = 0;
      const browser: Browser = await launch({ browser: name, executablePath: path, headless: true, args: [...args] });
      try {
        const page = await browser.newPage();
        await page.goto(origin);
        const answer = (await page.evaluate(`mail.run(${JSON.stringify(hostile(origin))})`)) as Answer;
        expect(answer.violations).toEqual([]);
        expect(answer.frame).toContain('words');
        expect(answer.removed).toBeGreaterThan(10);
        expect(answer.same).toBe(true);
        expect(seen).toEqual([]);
        console.info(`${name}: 25 MB built in ${Math.round(answer.build)} ms, read in ${Math.round(answer.read)} ms`);
      } finally {
        await browser.close();
      }
    },
    90_000,
  );
});
