import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from './browser/person';

/** The smallest extension with every kind of place that Sotto has, ready to be installed. */
export function makeProbe() {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-probe-'));
  return {
    folderFor(kind: Person['kind']): string {
      const target = join(folder, kind);
      cpSync('tests/fixtures/probe-extension', target, { recursive: true });
      renameSync(join(target, `manifest.${kind}.json`), join(target, 'manifest.json'));
      return target;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
