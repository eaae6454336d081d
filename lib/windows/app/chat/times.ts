/** Days and hours as people say them, in their own manner. Times are milliseconds since 1970. */
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const SHORT = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const LONG = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const LONG_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'short' });

export const clock = (at: number): string => CLOCK.format(at);

/** The beginning of the local day: two times on one day have the same. */
export const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

const daysBetween = (at: number, now: number): number => Math.round((dayOf(now) - dayOf(at)) / 86_400_000);
const sameYear = (at: number, now: number): boolean => new Date(at).getFullYear() === new Date(now).getFullYear();

/** Above the first message of a day: `Today`, `Yesterday`, `Tuesday, 17 November`. */
export function dayLine(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (sameYear(at, now) ? LONG : LONG_YEAR).format(at);
}

/** In a narrow place: `10:31`, `Yesterday`, `Tue`, `17 Nov`, `11/17/25`. */
export function shortTime(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return CLOCK.format(at);
  if (days === 1) return 'Yesterday';
  if (days < 7) return WEEKDAY.format(at);
  return (sameYear(at, now) ? SHORT : DATE).format(at);
}
