/** `1.2 MB`: decimal units, as file managers show them. */
export function sizeWords(octets: number): string {
  if (octets < 1_000) return `${octets} B`;
  const [unit, divisor] = octets < 999_500 ? ['kB', 1_000] : ['MB', 1_000_000];
  const amount = octets / (divisor as number);
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}

/** `10:31` in the person's own manner. */
export const clockWords = (at: number): string =>
  new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

/** `3 Nov, 10:31`. */
export const dayWords = (at: number): string =>
  new Date(at).toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
