import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Lock = { packages: Record<string, { version?: string; integrity?: string; resolved?: string; link?: boolean }> };
type Package = Record<'dependencies' | 'devDependencies' | 'allowScripts', Record<string, string | boolean>>;

const { dependencies, devDependencies, allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as Package;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const approved = JSON.parse(readFileSync('tests/fixtures/approved-dependencies.json', 'utf8')) as Package;

// To approve a change: say why in its commit, and change the approved list with it.
describe('what we depend on', () => {
  it('is the approved list, name by name and version by version [req 40]', () => {
    expect({ dependencies, devDependencies, allowScripts }).toEqual(approved);
  });

  it('is pinned to exact versions [req 40]', () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    }
  });

  it('is locked with integrity, every package of it, and with no registry host [req 40]', () => {
    const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('is locked at the versions that package.json names [req 40]', () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });
});
