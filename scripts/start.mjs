import { bootstrap } from './bootstrap.mjs';
import { runBounded, runQuietly } from './lib/child.mjs';

// The tour: two people, two browsers, one webmail, from install to a sealed answer.

const DAY = 24 * 60 * 60_000;
const BUILDS = [
  ['build', '--mode', 'testing'],
  ['build', '-b', 'firefox'],
];

for (const line of await bootstrap()) console.log(`not here: ${line}`);
console.log('building Sotto for Chrome and Firefox ...');
if (!BUILDS.every((args) => runQuietly('wxt', args, { lines: 30 }))) process.exit(1);
const tour = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  './scripts/lib/typescript.mjs',
  'scripts/tour/tour.ts',
];
// With a display the browsers stay open until they are closed by hand.
process.exitCode = (await runBounded('node', tour, { within: DAY })) ?? 1;
