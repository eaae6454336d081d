import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Plain JavaScript for Node 20, without packages: the bootstrap runs before anything is installed.

const CANDIDATES = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  firefox: ['firefox-esr', 'firefox'],
};
const VARIABLES = { chromium: 'CHROME_PATH', firefox: 'FIREFOX_PATH' };
const APPLICATIONS = {
  chromium: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  firefox: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
};

/** Where `name` lies in PATH. */
export function findProgram(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/** Path of a browser: the variable first, then what is installed, then what the bootstrap fetched. */
export function findBrowser(kind) {
  const named = process.env[VARIABLES[kind]];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  for (const candidate of CANDIDATES[kind]) {
    const path = findProgram(candidate);
    if (path !== undefined) return path;
  }
  return [...APPLICATIONS[kind], fetchedPath(kind)].find((path) => path !== undefined && existsSync(path));
}

/** The bootstrap notes what it fetched in node_modules, which is not kept in git. */
export const fetchedNote = (kind) => join('node_modules', '.cache', 'sotto', `${kind}.path`);

function fetchedPath(kind) {
  try {
    return readFileSync(fetchedNote(kind), 'utf8').trim();
  } catch {
    return undefined;
  }
}
