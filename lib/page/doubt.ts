import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';

/** The background will never answer these otherwise: the script ends. */
const FINAL: readonly ErrorCode[] = ['site/not-granted', 'bus/refused', 'bus/outdated'];
const DOUBT_MS = 500;

export type DoubtPorts = {
  /** Asks the background whether this script may run at all. */
  readonly ask: () => Promise<unknown>;
  readonly onBack: () => void;
  readonly onEnd: () => void;
  readonly signal: AbortSignal;
};

/**
 * Hears of every failure of the bus. A background that is just starting may refuse what is asked at once: the script
 * ends when it refuses later, too.
 */
export function createDoubt({ ask, onBack, onEnd, signal }: DoubtPorts): (code: ErrorCode) => void {
  let doubting = false;
  return (code) => {
    if (!FINAL.includes(code) || signal.aborted) return;
    if (code === 'bus/outdated') return onEnd();
    if (doubting) return;
    doubting = true;
    const again = setTimeout(() => {
      ask()
        .then(onBack, (error) => FINAL.includes(toErrorCode(error)) && onEnd())
        .finally(() => {
          doubting = false;
        });
    }, DOUBT_MS);
    signal.addEventListener('abort', () => clearTimeout(again));
  };
}
