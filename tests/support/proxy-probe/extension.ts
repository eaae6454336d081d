import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { Person } from '../browser/person';

const HERE = 'tests/support/proxy-probe';

/** The smallest extension that carries a proxy (`from/proxy.ts`) and a half that tests can steer: it does not wait for all of Sotto. */
export async function makeProxyProbe(from: string = HERE) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-proxy-'));
  for (const name of ['proxy', 'half']) {
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        outDir: join(folder, 'built'),
        emptyOutDir: false,
        target: 'es2024',
        lib: { entry: resolve(from, `${name}.ts`), name, formats: ['iife'], fileName: () => `${name}.js` },
      },
    });
  }
  return {
    folderFor(kind: Person['kind']): string {
      const target = join(folder, kind);
      cpSync('tests/fixtures/proxy-probe', target, { recursive: true });
      cpSync(join(folder, 'built'), target, { recursive: true });
      renameSync(join(target, `manifest.${kind}.json`), join(target, 'manifest.json'));
      return target;
    },
    /** The proxy's file alone, to be put into a page by hand. */
    proxyFile: join(folder, 'built', 'proxy.js'),
    halfFile: join(folder, 'built', 'half.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
