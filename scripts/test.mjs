import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { runBounded } from './lib/child.mjs';
import { countTests } from './lib/count-tests.mjs';

// Everything, in one go: static checks, builds, every test. The last line is `N passed, N failed, N skipped`.

const END = Date.now() + 90 * 60_000;
const CHECKS = [
  ['types of the build', 'wxt', ['prepare']],
  ['lint and layers', 'biome', ['check', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['unused code', 'knip', []],
  ['build for Chrome', 'wxt', ['build']],
  ['build for Firefox', 'wxt', ['build', '-b', 'firefox']],
  ['build for the tests', 'wxt', ['build', '--mode', 'testing']],
];
const PROJECTS = ['unit', 'sites', 'fuzz', 'arch', 'relay', 'interop', 'e2e'];

const total = { passed: 0, failed: 0, failures: [], skipped: [] };
const failed = (what) => {
  total.failed += 1;
  total.failures.push(what);
};

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const notHere = await bootstrap();
const asked = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'sotto-test-'));

for (const [what, program, args] of asked.length > 0 ? [] : CHECKS) {
  console.log(`\n== ${what}: ${program} ${args.join(' ')}`);
  const code = await runBounded(program, args, { within: Math.min(END - Date.now(), 10 * 60_000) });
  if (code === 0) total.passed += 1;
  else failed(`${what} (${code === undefined ? 'took too long' : `exit code ${code}`})`);
}

for (const project of PROJECTS.filter((name) => asked.length === 0 || asked.includes(name))) {
  console.log(`\n== tests: ${project}`);
  const report = join(reports, `${project}.json`);
  const errors = join(reports, `${project}.errors.json`);
  const args = ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json'];
  const files = [`--outputFile.json=${report}`, '--reporter=./scripts/lib/set-up-errors.mjs'];
  const code = await runBounded('vitest', [...args, ...files], {
    within: END - Date.now(),
    env: { SOTTO_SET_UP_ERRORS: errors },
  });
  const counted = existsSync(report) ? countTests(read(report), existsSync(errors) ? read(errors) : []) : undefined;
  total.passed += counted?.passed ?? 0;
  total.skipped.push(...(counted?.skipped ?? []));
  for (const name of counted?.failures ?? []) failed(name);
  if (code === undefined) failed(`${project}: the time was over`);
  else if (code !== 0 && (counted?.failures.length ?? 0) === 0) failed(`${project}: exit code ${code}`);
}

rmSync(reports, { recursive: true, force: true });
console.log('');
for (const line of notHere) console.log(`not here: ${line}`);
for (const name of total.skipped) console.log(`skipped: ${name}`);
for (const name of total.failures) console.log(`failed: ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
