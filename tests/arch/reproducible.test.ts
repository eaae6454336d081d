import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildClean, filesOf, type Target } from '../support/build';

const folders: string[] = [];
const freshFolder = (name: string) => {
  const folder = mkdtempSync(join(tmpdir(), name));
  folders.push(folder);
  return folder;
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('two clean builds in two folders', () => {
  it.each<Target>(['chrome-mv3', 'firefox-mv2'])('are byte-identical for %s [req 40]', (target) => {
    const one = filesOf(buildClean(freshFolder('sotto-one-'), target));
    const two = filesOf(buildClean(freshFolder('sotto-another-place-'), target));
    expect([...two.keys()]).toEqual([...one.keys()]);
    for (const [path, octets] of one) expect(two.get(path)?.equals(octets), path).toBe(true);
    expect(one.size).toBeGreaterThan(10);
  });
});
