import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { SiteUse } from '../../../lib/core/webchat';

const ROOT = join(import.meta.dirname, '../../..');
const STUB = join(ROOT, 'tests/fixtures/sites/stub-extension');

/** Bundles one file of ours into a script that runs by itself, as the extension's build does. */
export async function bundle(source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bundle-'));
  try {
    writeFileSync(join(folder, 'entry.ts'), source.replaceAll('~/', `${ROOT}/`));
    writeFileSync(join(folder, 'imports.ts'), 'export const defineContentScript = <T>(script: T): T => script;');
    await build({
      configFile: false,
      root: folder,
      logLevel: 'silent',
      resolve: { alias: { '#imports': join(folder, 'imports.ts') } },
      build: {
        outDir: join(folder, 'out'),
        target: 'es2024',
        lib: { entry: join(folder, 'entry.ts'), formats: ['iife'], name: 'bundled', fileName: () => 'out.js' },
      },
    });
    return readFileSync(join(folder, 'out/out.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A real content script in an extension whose background only hands out tickets and writes down what it heard. */
export async function buildStubExtension(use: SiteUse): Promise<{ readonly folder: string; drop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-stub-'));
  cpSync(STUB, folder, { recursive: true });
  const script = await bundle(
    `import script from '~/entrypoints/${use}.content/index';
     void script.main({ onInvalidated: () => () => undefined } as never);`,
  );
  writeFileSync(join(folder, 'script.js'), script);
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true }) };
}
