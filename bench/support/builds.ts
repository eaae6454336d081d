import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const OUTPUT = join(ROOT, '.output');

export type Builds = {
  /** The test build for Chromium: loopback hosts are permitted, and nothing else differs. */
  readonly chromium: string;
  readonly firefox: string;
  /** As it goes to the store. */
  readonly release: string;
  readonly zipOctets: number;
  drop(): void;
};

const wxt = (...words: readonly string[]) =>
  execFileSync(join(ROOT, 'node_modules', '.bin', 'wxt'), words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });

/** Builds afresh and copies, so that another build meanwhile changes nothing under a browser's feet. */
export function makeBuilds(): Builds {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const take = (name: string): string => {
    const copy = join(folder, name);
    cpSync(join(OUTPUT, name), copy, { recursive: true });
    return copy;
  };
  wxt('build', '--mode', 'testing');
  const chromium = take('chrome-mv3-testing');
  wxt('build', '-b', 'firefox');
  const firefox = take('firefox-mv2');
  wxt('zip');
  const release = take('chrome-mv3');
  return {
    chromium,
    firefox,
    release,
    zipOctets: statSync(newestZip()).size,
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function newestZip(): string {
  const zips = readdirSync(OUTPUT)
    .filter((name) => name.endsWith('-chrome.zip'))
    .map((name) => join(OUTPUT, name));
  const newest = zips.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (newest === undefined) throw new Error('wxt zip made no zip');
  return newest;
}
