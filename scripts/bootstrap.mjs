import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './lib/child.mjs';
import { fetchBrowser } from './lib/fetch-browser.mjs';
import { findBrowser } from './lib/find-browsers.mjs';
import { fetchLabChats } from './lib/lab-chats.mjs';
import { fetchLabPackages } from './lib/lab-packages.mjs';
import { installSystemPrograms } from './lib/system-programs.mjs';

// Runs under Node 20 with nothing installed: no package, nothing newer than Node 20.

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join('node_modules', '.cache', 'sotto', 'lock.sha256');

/**
 * Makes a fresh checkout ready: packages, browsers, and on Debian as root the lab and the OpenPGP programs.
 * Afterwards `node` in PATH is the Node of node_modules. Answers, in words, what is not here and will be skipped.
 * Who only runs a relay needs nothing of what is there for `tests`.
 */
export async function bootstrap({ tests = true } = {}) {
  process.chdir(ROOT);
  installPackages();
  process.env.PATH = [resolve('node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  if (!tests) return [];
  const missing = installSystemPrograms();
  for (const kind of ['chromium', 'firefox']) {
    if (findBrowser(kind) === undefined && !fetchBrowser(kind)) missing.push(`${kind}: no test in this browser`);
  }
  return [...missing, ...fetchLabPackages(), ...fetchLabChats()];
}

function installPackages() {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (isCurrent(lock)) return;
  console.log('installing packages ...');
  // Only one package has an install script that we want: the Node that everything runs on.
  const env = { PUPPETEER_SKIP_DOWNLOAD: '1' };
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  // A registry that lacks packages for other systems makes `npm ci` refuse the lock file as a whole; `install
  // --no-save` takes the same versions and integrity from it, and leaves it as it is.
  const done =
    (runQuietly('npm', ['ci', ...quiet], { env, lines: 0 }) ||
      runQuietly('npm', ['install', '--no-save', ...quiet], { env })) &&
    runQuietly('npm', ['rebuild', 'node'], { env });
  if (!done) {
    console.error('The packages could not be installed. Check the network and the npm registry, then try again.');
    process.exit(1);
  }
  note(lock);
}

function isCurrent(lock) {
  if (!existsSync(join('node_modules', '.bin', 'node'))) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === lock;
  // Installed by hand: npm notes when.
  const noted = statSync(join('node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  if (noted === undefined || noted.mtimeMs < statSync('package-lock.json').mtimeMs) return false;
  note(lock);
  return true;
}

function note(lock) {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const line of await bootstrap()) console.log(`not here - ${line}`);
}
