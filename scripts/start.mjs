import { bootstrap } from './bootstrap.mjs';
import { runBounded } from './lib/child.mjs';

// The tour: two people, two browsers, one webmail, from install to a sealed answer.

const MINUTES = 60_000;
const BUILDS = [
  ['build', '--mode', 'testing'],
  ['build', '-b', 'firefox'],
];

for (const line of await bootstrap()) console.log(`not here: ${line}`);
console.log('building Sotto for Chrome and Firefox ...');
for (const args of BUILDS) {
  const code = await runBounded('wxt', args, { within: 5 * MINUTES });
  if (code !== 0) process.exit(1);
}
const tour = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  './scripts/lib/typescript.mjs',
  'scripts/tour/tour.ts',
];
// With a display the browsers stay open until they are closed by hand.
process.exitCode = (await runBounded('node', tour, { within: 24 * 60 * MINUTES })) ?? 1;
