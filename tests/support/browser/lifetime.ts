import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { bounded, until } from '../wait';
import type { LaunchOptions } from './person';

const running = new Set<number>();
let watching = false;

/** Browsers that we started die with us, also where a test run is broken off. */
function watch(pid: number | undefined) {
  if (pid === undefined) return;
  running.add(pid);
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const id of running) kill(id);
  });
}

function kill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

export type Lifetime = { crash(): Promise<void>; close(): Promise<void> };

export function profileFor({ profileDir, name }: LaunchOptions) {
  const given = profileDir !== undefined;
  const folder = profileDir ?? mkdtempSync(join(tmpdir(), `sotto-${name}-`));
  mkdirSync(folder, { recursive: true });
  return { folder, drop: () => given || rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export function ownLifetime(browser: Browser, drop: () => unknown): Lifetime {
  const child = browser.process();
  const pid = child?.pid;
  watch(pid);
  const ended = () => child === null || child.exitCode !== null || child.signalCode !== null;
  const gone = async () => {
    await until('the browser to end', ended, { within: 10_000 });
    if (pid !== undefined) running.delete(pid);
  };
  const crash = async () => {
    if (pid !== undefined && !ended()) kill(pid);
    await gone();
    await browser.disconnect().catch(() => undefined);
  };
  const close = async () => {
    if (!ended()) await bounded('closing the browser', browser.close(), 8_000).catch(crash);
    await gone();
    drop();
  };
  return { crash, close };
}

export async function takeScreenshot(page: Page, options: LaunchOptions, name: string): Promise<string> {
  const folder = options.shots ?? '.shots';
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${options.name}-${name}.png`);
  await page.bringToFront();
  await page.screenshot({ path: path as `${string}.png` });
  return path;
}
