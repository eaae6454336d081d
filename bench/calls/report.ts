import budgets from '../budgets.json' with { type: 'json' };
import { figureOf, percentile } from '../support/statistics';
import { columns } from '../support/table';
import { bothWays, type Passage } from './frames';
import type { Look } from './pair-call';
import type { Round } from './with-sotto';

const { calls: budget } = budgets;

export type Report = {
  readonly table: string;
  /** What is over its budget, in words. */
  readonly over: readonly string[];
};

const median = (values: readonly number[]): number => figureOf(values).median;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const shown = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '');
const spread = (values: readonly number[]): string => {
  const { least, most } = figureOf(values);
  return `${shown(least, 3)}-${shown(most, 3)}`;
};

/** @param alone the same call of two browsers without Sotto, in the same run */
export function reportOf(title: string, alone: readonly Look[], rounds: readonly Round[]): Report {
  const passages = rounds.flatMap((round) => round.passages);
  const more = rounds.flatMap(({ off, sealed }) => sealed.cores.map((cores, at) => cores - (off.cores[at] ?? 0)));
  const looks = { alone, off: rounds.map(({ off }) => off), sealed: rounds.map(({ sealed }) => sealed) };
  const over = (of: 'cores' | 'pictures' | 'machine', digits: number): readonly string[] =>
    Object.values(looks).map((some) => shown(median(some.flatMap((look) => look[of])), digits));
  const passing = rounds.flatMap((round) => round.passing);
  const hop = (of: keyof Round['hops'], rank: number): number =>
    percentile(
      rounds.flatMap((round) => round.hops[of]),
      rank,
    );
  const inWorker = passages.flatMap((passage) => passage.inWorker ?? []);
  const times = (rank: number, of: (passage: Passage) => number, among = passages): string =>
    shown(percentile(among.map(of), rank), 2);
  const grown = (kind?: Passage['kind']): readonly number[] =>
    passages.filter((passage) => kind === undefined || passage.kind === kind).map((passage) => passage.more);
  const of = (kind: Passage['kind']) => passages.filter((passage) => passage.kind === kind);

  const p95 = percentile(passages.map(bothWays), 95);
  const besideHop = p95 / hop('sealed', 95);
  const table = columns(
    `${title}; ${rounds.length} rounds, ${passages.length.toLocaleString('en')} frames`,
    ['', 'no Sotto', 'off', 'sealed', 'more', 'budget'],
    [
      ['cores of a browser, median', ...over('cores', 3), shown(median(more), 3), String(budget.cores)],
      ['  least-most', '', '', '', spread(more)],
      ['  of the whole machine', ...over('machine', 2)],
      ['pictures decoded in a second', ...over('pictures', 1)],
      ['ms in Sotto, sealed and opened, p50', '', shown(percentile(passing, 50), 2), times(50, bothWays)],
      ['  p95', '', shown(percentile(passing, 95), 2), times(95, bothWays), '', String(budget.frameP95)],
      ...[50, 95].map((rank) => [`  in our worker itself, p${rank}`, '', '', shown(percentile(inWorker, rank), 2)]),
      ...[50, 95].map((rank) => {
        const times = [hop('off', rank), hop('sealed', rank)].map((time) => shown(time, 2));
        return [`  any message from a worker and back, p${rank}`, '', ...times];
      }),
      ['  p95 of a frame by p95 of such a message', '', '', shown(besideHop, 1)],
      ...(['sound', 'picture'] as const).map((kind) => [`  ${kind}, p95`, '', '', times(95, bothWays, of(kind))]),
      ...[50, 95].flatMap((rank) => [
        [`  sealing alone, p${rank}`, '', '', times(rank, ({ sealing }) => sealing)],
        [`  opening alone, p${rank}`, '', '', times(rank, ({ opening }) => opening)],
      ]),
      ['octets more a frame, mean', '', '', '', shown(mean(grown()), 1), String(budget.octets)],
      ...(['sound', 'picture', 'key picture'] as const).map((kind) => [
        `  ${kind} (${grown(kind).length}), most`,
        '',
        '',
        '',
        shown(figureOf(grown(kind)).most, 0),
      ]),
    ],
  );
  const held = [
    { what: 'cores more', is: median(more), most: budget.cores },
    { what: 'milliseconds of a frame', is: p95, most: budget.frameP95 },
    { what: 'octets of a frame, mean', is: mean(grown()), most: budget.octets },
    // Key pictures take up to 31 (docs/media.md, 1.5), and are one of some hundreds.
    { what: 'octets of a sound', is: figureOf(grown('sound')).most, most: budget.octets },
    { what: 'octets of a picture', is: figureOf(grown('picture')).most, most: budget.octets },
  ];
  // What was not measured is over, too.
  const bad = held.filter(({ is, most }) => !(Number.isFinite(is) && is <= most));
  return { table, over: bad.map(({ what, is, most }) => `${title}: ${what}: ${is}, budget ${most}`) };
}
