/** When an unlocked vault locks by itself: milliseconds since 1970, or never by time. */
export type Deadline = number | 'never';

/** A deadline is written again only once it moved this far, in milliseconds. */
const STEP_MS = 5_000;

export const isPast = (deadline: Deadline, now: number): boolean => deadline !== 'never' && deadline <= now;

export const after = (lifetime: number | 'never', now: number): Deadline =>
  lifetime === 'never' ? lifetime : now + lifetime;

export const hasMoved = (from: Deadline, to: Deadline): boolean =>
  from === 'never' || to === 'never' ? from !== to : Math.abs(to - from) >= STEP_MS;
