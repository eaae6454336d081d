import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { findBrowser } from '../../scripts/lib/find-browsers.mjs';
import type { Person } from '../../tests/support/browser/person';

/**
 * The same browser without Sotto.
 * @param preferences more of them, for Firefox
 */
export async function launchPlain(
  kind: Person['kind'],
  preferences: Readonly<Record<string, unknown>> = {},
): Promise<{ browser: Browser; close(): Promise<void> }> {
  const executablePath = findBrowser(kind);
  if (executablePath === undefined) throw new Error(`no ${kind}`);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-plain-'));
  const common = { executablePath, headless: true, userDataDir: folder, defaultViewport: { width: 1280, height: 900 } };
  const browser =
    kind === 'firefox'
      ? await puppeteer.launch({
          ...common,
          browser: 'firefox',
          extraPrefsFirefox: { 'network.proxy.type': 0, ...preferences },
        })
      : await puppeteer.launch({
          ...common,
          pipe: true,
          args: [
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--disable-gpu',
            ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          ],
        });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
