import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './child.mjs';

// Plain JavaScript for Node 20, without packages: the bootstrap runs before anything is installed.

const CACHE = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'node_modules', '.cache', 'labs');

/**
 * Programs of others that tests run against, and that nothing of ours imports. They are taken as the registry that
 * npm is set to gives them, and only if they are, octet by octet, those that we have tried.
 */
export const LAB_PACKAGES = {
  converse: {
    package: 'converse.js@14.0.0',
    integrity: 'sha512-LFUg030jDalV47vI/vyVPqYPZfJYXFbubq8v0cFDe2zXNeeGEk3Up0Fj/WTzT6t+6do+cAIToy73eAj7RNDj2Q==',
    parts: ['package/dist'],
    without: 'Converse.js: no test in the page of a real XMPP client',
  },
};

const folderOf = (name) => join(CACHE, LAB_PACKAGES[name].package.replace('/', '-'));

/** The folder of an unpacked package; undefined where it is not here. */
export function findLabPackage(name) {
  const folder = join(folderOf(name), 'package');
  return existsSync(folder) ? folder : undefined;
}

/** Fetches what is not here. Answers in words what stays away. */
export function fetchLabPackages() {
  return Object.entries(LAB_PACKAGES).flatMap(([name, { without }]) =>
    findLabPackage(name) !== undefined || fetchLabPackage(name) ? [] : [without],
  );
}

function fetchLabPackage(name) {
  if (process.env.SOTTO_NO_INSTALL !== undefined) return false;
  const { package: wanted, integrity, parts } = LAB_PACKAGES[name];
  console.log(`fetching ${wanted} ...`);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'new-'));
  try {
    const quiet = ['--ignore-scripts', '--pack-destination', folder];
    if (!runQuietly('npm', ['pack', wanted, ...quiet], { within: 5 * 60_000, lines: 3 })) return false;
    const archive = join(folder, `${wanted.replace('@', '-')}.tgz`);
    if (integrityOf(archive) !== integrity) {
      console.error(`${wanted} is not what it was: its sha512 differs from the one in scripts/lib/lab-packages.mjs.`);
      return false;
    }
    if (!runQuietly('tar', ['-xzf', archive, '-C', folder, '--exclude=*.map', ...parts])) return false;
    rmSync(archive);
    // Whole or not at all: another run may look at the same moment.
    renameSync(folder, resolve(folderOf(name)));
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const integrityOf = (file) => `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
