export type Range = { readonly start: number; readonly end: number };

/**
 * The one range of octets that is asked for (RFC 9110, 14.1.2), `end` not included; the whole where none is, or where
 * the header is of another form; `undefined` where it lies outside.
 */
export function readRange(
  header: string | undefined,
  octets: number,
): (Range & { readonly part: boolean }) | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return { start: 0, end: octets, part: false };
  const start = first === '' ? Math.max(0, octets - Number(last)) : Number(first);
  const end = first === '' || last === '' ? octets : Math.min(octets, Number(last) + 1);
  return start < end ? { start, end, part: true } : undefined;
}
