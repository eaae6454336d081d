import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const TARGETS = {
  'chrome-mv3': [],
  'firefox-mv2': ['-b', 'firefox'],
  'chrome-mv3-testing': ['--mode', 'testing'],
} as const;
export type Target = keyof typeof TARGETS;

const SOURCES = ['entrypoints', 'components', 'lib', 'public', 'wxt.config.ts', 'package.json', 'tsconfig.json'];

const newest = (path: string): number => {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return readdirSync(path).reduce((most, name) => Math.max(most, newest(join(path, name))), mtimeMs);
};

/** Folder of a build of the sources as they are now; built if it is absent or older. */
export function builtExtension(target: Target): string {
  const folder = resolve('.output', target);
  const manifest = join(folder, 'manifest.json');
  const isFresh = existsSync(manifest) && statSync(manifest).mtimeMs > Math.max(...SOURCES.map(newest));
  if (!isFresh) buildIn('.', target);
  return folder;
}

/** A copy of nothing but the sources, built there; answers the folder of the build. */
export function buildClean(folder: string, target: Target): string {
  for (const source of SOURCES) cpSync(source, join(folder, source), { recursive: true });
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  buildIn(folder, target);
  return join(folder, '.output', target);
}

function buildIn(folder: string, target: Target): void {
  const built = spawnSync(resolve('node_modules/.bin/wxt'), ['build', ...TARGETS[target]], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${resolve('node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      NODE_ENV: 'production',
    },
  });
  if (built.status !== 0) throw new Error(`the build for ${target} failed\n${built.stdout}${built.stderr}`);
}

/** Every file of a build by its path inside. */
export function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.toSorted().map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}
