import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchedNote } from './find-browsers.mjs';

const BUILDS = { chromium: 'chrome@stable', firefox: 'firefox@esr' };

/** Where no system package is to be had: the browser's own build, kept under node_modules. True if it is there. */
export function fetchBrowser(kind) {
  if (process.env.SOTTO_NO_INSTALL !== undefined) return false;
  console.log(`fetching ${BUILDS[kind]} ...`);
  const folder = join('node_modules', '.cache', 'sotto', 'browsers');
  const done = spawnSync('browsers', ['install', BUILDS[kind], '--path', folder, '--format', '{{path}}'], {
    encoding: 'utf8',
    timeout: 10 * 60_000,
    shell: process.platform === 'win32',
  });
  const path = (done.stdout ?? '').trim().split('\n').at(-1) ?? '';
  if (done.status !== 0 || !existsSync(path)) return false;
  mkdirSync(dirname(fetchedNote(kind)), { recursive: true });
  writeFileSync(fetchedNote(kind), path);
  return true;
}
