import type { SiteUse } from '../core/webchat';
import { claimDocument } from './once';

/** So long a script that was told to end may take, at most: it asks twice (lib/page/doubt). */
const ENDING_MS = 2_000;

export type Lives = {
  readonly use: SiteUse;
  /** False once the extension was updated or removed under this page. */
  readonly isAlive: () => boolean;
  /** Begins a life of the script, and answers what ends it; `onEnd`: it has ended, by itself or by that. */
  readonly start: (onEnd: () => void) => () => void;
  /** In milliseconds. */
  readonly now?: () => number;
};

/**
 * One script for this use in this document, as often as its site is granted for it: it ends where the use is taken away,
 * and begins anew where it is given back, which puts another script in, that finds this one here. Where that one comes
 * while this one is only just ending, it begins anew when it has ended.
 * @returns What ends it; `undefined` where one was there already.
 */
export function liveInDocument(
  world: object,
  { use, isAlive, start, now = () => performance.now() }: Lives,
): (() => void) | undefined {
  let stop: (() => void) | undefined;
  let wantedAt = Number.NEGATIVE_INFINITY;
  const begin = (): void => {
    if (stop === undefined && isAlive()) stop = start(onEnd);
  };
  const onEnd = (): void => {
    stop = undefined;
    const isWanted = now() - wantedAt < ENDING_MS;
    wantedAt = Number.NEGATIVE_INFINITY;
    // Behind all that this end still has to do.
    if (isWanted) queueMicrotask(begin);
  };
  const onAnother = (): void => {
    if (stop === undefined) begin();
    else wantedAt = now();
  };
  if (!claimDocument(world, isAlive, use, onAnother)) return undefined;
  begin();
  return () => stop?.();
}
