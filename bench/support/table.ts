import budgets from '../budgets.json' with { type: 'json' };
import type { Figure } from './statistics';

export type Row = {
  /** The key in budgets.json, where there is one. */
  readonly id: string;
  readonly what: string;
  readonly sotto: Figure;
  /** The same page without Sotto, in the same run. */
  readonly alone?: Figure;
};

export type SizeRow = { readonly id: string; readonly what: string; readonly octets: number };

const whole = (number: number | undefined): string => (number === undefined ? '' : String(Math.round(number)));
const spread = ({ least, most }: Figure): string => `${whole(least)}-${whole(most)}`;
const kilobytes = (octets: number): string => `${(octets / 1_000).toFixed(1)} kB`;
const find = (table: Readonly<Record<string, number | string>>, id: string): string => String(table[id] ?? '');

/** Above the line a title, below it one line for each row, in columns. */
export function columns(title: string, heads: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [title, line(heads), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export const timeTable = (title: string, rows: readonly Row[]): string =>
  columns(
    `${title} (milliseconds, medians)`,
    ['', 'Sotto', 'least-most', 'page alone', 'budget', 'rival*', 'its page alone*'],
    rows.map(({ id, what, sotto, alone }) => [
      what,
      whole(sotto.median),
      spread(sotto),
      whole(alone?.median),
      find(budgets.milliseconds, id),
      find(budgets.rival.milliseconds, id),
      find(budgets.rival.alone, id),
    ]),
  );

export const sizeTable = (title: string, rows: readonly SizeRow[]): string =>
  columns(
    title,
    ['', 'size', 'budget', 'rival*'],
    rows.map(({ id, what, octets }) => {
      const budget = octetBudget(id);
      return [
        what,
        kilobytes(octets),
        budget === undefined ? '' : kilobytes(budget),
        find(budgets.rival.octets, group(id)),
      ];
    }),
  );

export const FOOTNOTE = `* ${budgets.rival.what}`;

/** `content.mail` is held to the budget of `content`. */
const group = (id: string): string => id.split('.')[0] ?? id;
const octetBudget = (id: string): number | undefined => (budgets.octets as Readonly<Record<string, number>>)[group(id)];

/** What is over its budget, in words. */
export function overBudget(rows: readonly Row[], sizes: readonly SizeRow[]): readonly string[] {
  const late = rows.flatMap(({ id, what, sotto }) => {
    const most = (budgets.milliseconds as Readonly<Record<string, number>>)[id];
    return most !== undefined && sotto.median > most ? [`${what}: ${whole(sotto.median)} ms, budget ${most}`] : [];
  });
  const large = sizes.flatMap(({ id, what, octets }) => {
    const most = octetBudget(id);
    return most !== undefined && octets > most ? [`${what}: ${kilobytes(octets)}, budget ${kilobytes(most)}`] : [];
  });
  return [...late, ...large];
}
