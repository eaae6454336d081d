const SIZES = [
  [2 ** 30, 'GB'],
  [2 ** 20, 'MB'],
  [2 ** 10, 'kB'],
] as const;
const TIMES = [
  [86_400_000, 'day', 72],
  [3_600_000, 'hour', 0],
  [60_000, 'minute', 0],
  [1_000, 'second', 0],
] as const;

/** `100 MB`, in steps of 1,024. */
export function sizeInWords(octets: number): string {
  const [unit, name] = SIZES.find(([one]) => octets >= one) ?? [1, 'octets'];
  return `${(octets / unit).toLocaleString('en', { maximumFractionDigits: 1 })} ${name}`;
}

/** `72 hours`, `30 days`: days from more than 72 hours on. */
export function timeInWords(ms: number): string {
  const [unit, name] = TIMES.find(([one, , hours]) => ms >= one && ms > hours * 3_600_000) ?? [1, 'millisecond'];
  const count = Math.round((ms / unit) * 10) / 10;
  return `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`;
}
