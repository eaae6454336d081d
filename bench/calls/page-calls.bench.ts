import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../../tests/support/browser/launch';
import type { Person } from '../../tests/support/browser/person';
import { type CallPageServer, startCallPages } from '../../tests/support/calls-lab/page-server';
import { makeTappedBuilds } from './builds';
import { quickenCamera } from './camera';
import { beginCall, type Look, launchTwo, lookAt } from './pair-call';
import { reportOf } from './report';
import type { Round } from './with-sotto';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SPAN = Number(process.env.BENCH_SPAN ?? 10_000);
const wanted = (process.env.BENCH_BROWSERS ?? 'chromium,firefox').split(',');
const kinds = KINDS.filter((kind) => wanted.includes(kind) && browserMissing(kind) === undefined);
const missing = !existsSync('/proc/self/stat') ? 'no /proc' : kinds.length === 0 ? 'no browser' : undefined;

const show = (text: string) => process.stdout.write(`\n${text}\n`);

// What sealing costs a call in a page: two browsers, VP8 of 640x480 at 30 pictures a second and Opus, both ways.
describe.skipIf(missing !== undefined)(`calls in pages (${missing ?? 'all there'})`, () => {
  let builds: ReturnType<typeof makeTappedBuilds>;
  let camera: ReturnType<typeof quickenCamera> | undefined;
  let pages: CallPageServer;
  beforeAll(async () => {
    builds = makeTappedBuilds(kinds);
    if (kinds.includes('chromium')) camera = quickenCamera();
    pages = await startCallPages();
  });
  afterAll(async () => {
    await (pages as CallPageServer | undefined)?.close();
    camera?.undo();
    (builds as typeof builds | undefined)?.drop();
  });

  it.each(kinds)('sealing keeps its budgets in %s', async (kind) => {
    const alone = await lookAlone(kind);
    const rounds = await lookWithSotto(kind);
    const { table, over } = reportOf(`${kind}, a sealed call in a page`, alone, rounds);
    show(table);
    expect(over).toEqual([]);
  });

  async function lookAlone(kind: Person['kind']): Promise<readonly Look[]> {
    const callers = await launchTwo(kind);
    const looks: Look[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const pair = await beginCall(callers, pages, `${kind}-alone-${round}`);
        looks.push(await lookAt(callers, pair, SPAN));
        await Promise.all(pair.map((page) => page.close()));
      }
    } finally {
      await Promise.allSettled(callers.map((caller) => caller.close()));
    }
    return looks;
  }

  async function lookWithSotto(kind: Person['kind']): Promise<readonly Round[]> {
    // The people of the tests take their builds from there, and read it when they are imported.
    process.env['SOTTO_OUTPUT'] = builds.output;
    const { castTwo } = await import('./with-sotto');
    const cast = await castTwo(kind, pages);
    const rounds: Round[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) rounds.push(await cast.round(`${kind}-${round}`, SPAN));
    } finally {
      await cast.close();
    }
    return rounds;
  }
});
