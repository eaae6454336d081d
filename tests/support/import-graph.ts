import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** Files and packages that an entry's bundle can hold: everything it imports, and what that imports; types are left out. */
export function importsOf(entry: string): {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
} {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, plain, dynamic] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const named = plain ?? dynamic ?? '';
      if (!named.startsWith('.')) packages.add(named);
      else if (!named.endsWith('.css')) visit(resolveSource(normalize(join(dirname(file), named))));
    }
  };
  visit(entry);
  return { files, packages };
}

function resolveSource(path: string): string {
  const found = ['', '.ts', '.tsx', '/index.ts']
    .map((end) => path + end)
    .find((one) => /\.\w+$/.test(one) && existsSync(one));
  if (found === undefined) throw new Error(`cannot resolve ${path}`);
  return found;
}
