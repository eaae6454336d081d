import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../tests/support/browser/person';
import { buildClean } from '../../tests/support/build';
import { withTap, withWorkerTap } from './tap';

const TARGETS = { chromium: 'chrome-mv3-testing', firefox: 'firefox-mv2' } as const;
/** Where frames pass: in Chrome the page's script, which gives them to the worker, in Firefox the worker itself. */
const SCRIPTS = { chromium: 'content-scripts/call.js', firefox: 'call-worker.js' } as const;

/** Builds of the sources as they are, in a folder of their own, in which frames can be watched: `tap.ts`. */
export function makeTappedBuilds(kinds: ReadonlyArray<Person['kind']>): { readonly output: string; drop(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-calls-'));
  for (const kind of kinds) {
    const build = buildClean(folder, TARGETS[kind]);
    const before = (script: string, put: (text: string) => string): void =>
      writeFileSync(join(build, script), put(readFileSync(join(build, script), 'utf8')));
    before(SCRIPTS[kind], withTap);
    if (kind === 'chromium') before(SCRIPTS.firefox, withWorkerTap);
  }
  return {
    output: join(folder, '.output'),
    drop: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
