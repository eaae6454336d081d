import type { Rate } from './pairs';

/** A figure with the bound it is held to; a bound that is missed fails the run. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly least?: number;
  readonly most?: number;
  readonly note?: string;
};

export const figures: Figure[] = [];

export function note(figure: Figure): void {
  figures.push(figure);
  console.log(lineOf(figure));
}

export function noteRate(
  name: string,
  rate: Rate,
  bounds: { readonly least?: number; readonly p99?: number } = {},
): void {
  const { least, p99 } = bounds;
  note({ name, value: rate.perSecond, unit: 'messages/s', ...(least === undefined ? {} : { least }) });
  note({ name: `${name}: p50`, value: rate.p50, unit: 'ms' });
  note({ name: `${name}: p99`, value: rate.p99, unit: 'ms', ...(p99 === undefined ? {} : { most: p99 }) });
}

export const missed = (): Figure[] =>
  figures.filter(({ value, least = -Infinity, most = Infinity }) => value < least || value > most);

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The run whose rate is the median. */
export const medianRate = (rates: readonly Rate[]): Rate =>
  [...rates].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(rates.length / 2)] ?? {
    perSecond: 0,
    p50: 0,
    p99: 0,
    most: 0,
  };

function lineOf({ name, value, unit, least, most, note: words }: Figure): string {
  const shown = (number: number) => (number >= 100 ? Math.round(number).toLocaleString('en') : number.toFixed(1));
  const bound = least !== undefined ? `at least ${shown(least)}` : most !== undefined ? `at most ${shown(most)}` : '';
  const bad = value < (least ?? -Infinity) || value > (most ?? Infinity) ? '  MISSED' : '';
  return `${name.padEnd(58)} ${shown(value).padStart(10)} ${unit.padEnd(12)} ${bound}${bad}${words === undefined ? '' : `  (${words})`}`;
}
