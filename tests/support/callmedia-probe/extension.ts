import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { Person } from '../browser/person';

const HERE = 'tests/support/callmedia-probe';
/** Files of the probe, and what each is made of. */
const FILES = {
  page: 'page.js',
  half: 'half.js',
  frame: 'call-frame.js',
  worker: 'call-worker.js',
  background: 'background.js',
} as const;

/** The smallest extension in which frames are sealed: everything between a page and its keys is the real thing. */
export async function makeCallMediaProbe() {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-callmedia-'));
  for (const [name, file] of Object.entries(FILES)) {
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        outDir: join(folder, 'built'),
        emptyOutDir: false,
        target: 'es2024',
        lib: { entry: resolve(HERE, `${name}.ts`), name: `probe_${name}`, formats: ['iife'], fileName: () => file },
      },
    });
  }
  return {
    folderFor(kind: Person['kind']): string {
      const target = join(folder, kind);
      cpSync('tests/fixtures/callmedia-probe', target, { recursive: true });
      cpSync(join(folder, 'built'), target, { recursive: true });
      renameSync(join(target, `manifest.${kind}.json`), join(target, 'manifest.json'));
      return target;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
