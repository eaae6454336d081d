import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../tests/support/browser/launch';
import { enterWebmail } from '../tests/support/e2e/mail';
import { type Lab, labMissing, startLab } from '../tests/support/lab/lab';
import { coldAnswer } from './support/background';
import { type Builds, makeBuilds } from './support/builds';
import { readAlone, readWithSotto } from './support/reading';
import { type Sealing, sealOnce } from './support/sealing';
import { measureSizes } from './support/sizes';
import { type BenchStage, setStage } from './support/stage';
import { figureOf, interleave } from './support/statistics';
import { FOOTNOTE, overBudget, type Row, type SizeRow, sizeTable, timeTable } from './support/table';

const RUNS = Number(process.env.BENCH_RUNS ?? 7);
const wanted = (process.env.BENCH_BROWSERS ?? 'chromium,firefox').split(',');
const kinds = KINDS.filter((kind) => wanted.includes(kind) && browserMissing(kind) === undefined);
const missing = labMissing() ?? (kinds.length === 0 ? 'no browser' : undefined);

const LETTERS = [
  { id: 'read.1kB', what: '1 kB inline', format: 'inline', octets: 1_000 },
  { id: 'read.10kB', what: '10 kB inline', format: 'inline', octets: 10_000 },
  { id: 'read.1MB', what: '1 MB inline', format: 'inline', octets: 1_000_000 },
  { id: 'read.25MB', what: '25 MB PGP/MIME, with a file', format: 'mime', octets: 25_000_000 },
] as const;

const FILES = [
  { what: '1 kB of text', octets: undefined },
  { what: '1 MB file', octets: 1_000_000 },
  { what: '25 MB file', octets: 25_000_000 },
] as const;

const show = (text: string) => process.stdout.write(`\n${text}\n`);

describe.skipIf(missing !== undefined)(`figures (${missing ?? 'all there'})`, () => {
  let lab: Lab;
  let builds: Builds;
  const sizes: SizeRow[] = [];
  const held: Row[] = [];
  beforeAll(async () => {
    builds = makeBuilds();
    sizes.push(...measureSizes(builds.release, builds.zipOctets));
    lab = await startLab();
  });
  afterAll(async () => {
    await (lab as Lab | undefined)?.destroy();
    (builds as Builds | undefined)?.drop();
  });

  it.each(kinds)('reading in %s', async (kind) => {
    const stage = await setStage(kind, lab, builds[kind]);
    const rows: Row[] = [];
    try {
      for (const { id, what, format, octets } of LETTERS) {
        rows.push({
          id,
          what: `read: ${what}`,
          ...(await readOne(stage, await stage.deliver(await stage.writer[format](octets)))),
        });
      }
      rows.push(await readStopped(stage));
      if (kind === 'chromium') rows.push(...(await sealAll(stage)));
      const cold = await interleave({ cold: () => coldAnswer(stage.alice) }, RUNS);
      rows.push({
        id: 'background.cold',
        what: 'background: stopped, to its first answer',
        sotto: figureOf(cold.cold),
      });
    } finally {
      show(timeTable(kind, rows));
      show(FOOTNOTE);
      await stage.close();
    }
    // The budgets were set for Chromium, where the rival was measured.
    if (kind === 'chromium') held.push(...rows);
  });

  it('keeps every budget', () => {
    show(sizeTable('Sizes (Chrome, as it goes to the store)', sizes));
    expect(overBudget(held, sizes)).toEqual([]);
  });

  async function readOne({ alice, page, plainPage }: BenchStage, uid: string): Promise<Pick<Row, 'sotto' | 'alone'>> {
    const times = await interleave(
      { sotto: () => readWithSotto(alice, page, lab, uid), alone: () => readAlone(plainPage, lab, uid) },
      RUNS,
    );
    return { sotto: figureOf(times.sotto), alone: figureOf(times.alone) };
  }

  /** There is no page alone to compare with: without Sotto nothing is sealed. */
  async function sealAll({ alice }: BenchStage): Promise<Row[]> {
    const page = await enterWebmail(alice, lab);
    const rows: Row[] = [];
    for (const { what, octets } of FILES) {
      const runs: Sealing[] = [];
      for (let run = 0; run < RUNS; run++) runs.push(await sealOnce(alice, page, lab, octets));
      rows.push({ id: '', what: `seal: ${what}`, sotto: figureOf(runs.map(({ sealed }) => sealed)) });
      rows.push({ id: '', what: '  until the mail server has it', sotto: figureOf(runs.map(({ sent }) => sent)) });
    }
    await page.close();
    return rows;
  }

  async function readStopped(stage: BenchStage): Promise<Row> {
    const { alice, page } = stage;
    const uid = await stage.deliver(await stage.writer.inline(10_000));
    const times = await interleave(
      {
        sotto: () => readWithSotto(alice, page, lab, uid, alice.killBackground),
      },
      RUNS,
    );
    return { id: 'read.10kB.stopped', what: 'read: 10 kB inline, worker stopped', sotto: figureOf(times.sotto) };
  }
});
