/** The number below which `part` of them lie. */
export const percentile = (numbers: readonly number[], part: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))] ?? Number.NaN;

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

/** To one decimal, for a line that a person reads. */
export const round = (number: number): number => Math.round(number * 10) / 10;
