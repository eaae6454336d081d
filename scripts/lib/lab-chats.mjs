import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './child.mjs';

// Plain JavaScript for Node 20, without packages: the bootstrap runs it.

/** Web chats from npm that tests run on loopback. The lock file beside the lab says which octets they are made of. */
const CHATS = ['thelounge'];

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const describedIn = (name) => join(ROOT, 'tests', 'labs', 'chats', name);
const keptIn = (name) => join(ROOT, 'node_modules', '.cache', 'labs', name);
const stampOf = (name) => join(keptIn(name), 'lock.sha256');
const digestOf = (name) =>
  createHash('sha256')
    .update(readFileSync(join(describedIn(name), 'package-lock.json')))
    .digest('hex');

/** Where a fetched chat lies, `undefined` where it is not here in the version that the lock file names. */
export function findLabChat(name) {
  const stamp = existsSync(stampOf(name)) ? readFileSync(stampOf(name), 'utf8') : '';
  return stamp === digestOf(name) ? keptIn(name) : undefined;
}

/** Fetches what is not here, without running any script of it. Answers in words what stays away. */
export function fetchLabChats() {
  return CHATS.filter((name) => findLabChat(name) === undefined && !fetchChat(name)).map(
    (name) => `${name}: no test in this web chat`,
  );
}

function fetchChat(name) {
  if (process.env.SOTTO_NO_INSTALL !== undefined) return false;
  console.log(`fetching the web chat ${name} for tests ...`);
  mkdirSync(keptIn(name), { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(describedIn(name), file), join(keptIn(name), file));
  const quiet = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  if (!runQuietly('npm', ['ci', '--prefix', keptIn(name), ...quiet])) return false;
  writeFileSync(stampOf(name), digestOf(name));
  return true;
}
