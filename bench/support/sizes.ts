import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SizeRow } from './table';

const IMPORTED = /(?:from|import)\s*["'](\.[^"']+\.js)["']/g;
const NAMED = /(?:src|href)="\/?([^"]+\.(?:js|css))"/g;

/** A script and every script that it imports before it runs; what it loads later does not count. */
function addScript(file: string, known: Set<string>): void {
  if (known.has(file) || !existsSync(file)) return;
  known.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORTED))
    if (path !== undefined) addScript(join(dirname(file), path), known);
}

/** Everything that one of our pages loads before it can draw. */
function pageOctets(build: string, page: string): number {
  const document = join(build, page);
  const files = new Set([document]);
  for (const [, path] of readFileSync(document, 'utf8').matchAll(NAMED)) {
    if (path?.endsWith('.js') === true) addScript(join(build, path), files);
    else if (path !== undefined) files.add(join(build, path));
  }
  return [...files].reduce((sum, file) => sum + statSync(file).size, 0);
}

export function measureSizes(build: string, zipOctets: number): readonly SizeRow[] {
  const scripts = readdirSync(join(build, 'content-scripts')).filter((name) => name.endsWith('.js'));
  const pages = ['reader', 'composer', 'bar'].filter((name) => existsSync(join(build, `${name}.html`)));
  return [
    ...scripts.map((name) => ({
      id: `content.${name}`,
      what: `content script ${name}`,
      octets: statSync(join(build, 'content-scripts', name)).size,
    })),
    ...pages.map((name) => ({
      id: `frame.${name}`,
      what: `${name} frame, all it loads to draw`,
      octets: pageOctets(build, `${name}.html`),
    })),
    { id: 'background', what: 'background', octets: statSync(join(build, 'background.js')).size },
    { id: 'zip', what: 'packed extension', octets: zipOctets },
  ];
}
