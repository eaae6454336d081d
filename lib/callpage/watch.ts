import type { PageCallOrder } from '../bus/calls-protocol';
import type { PageCallReport } from '../core/calls';
import type { ErrorCode } from '../core/error-codes';
import type { Mode } from './half';
import type { createHalves } from './halves';

export type WatchPorts = {
  readonly halves: Pick<ReturnType<typeof createHalves>, 'look' | 'hearsClear' | 'measure' | 'close'>;
  readonly mode: () => Mode;
  /** Why a sender or receiver that cannot be covered cannot. */
  readonly unableCode: ErrorCode;
  readonly now: () => number;
  readonly tell: (report: PageCallReport) => Promise<PageCallOrder>;
  readonly onOrder: (order: PageCallOrder) => void;
  readonly onFailure: (error: unknown) => void;
};

/** Between two looks of our own; what a worker says makes us look, too. */
const LOOK_MS = 100;
const LOOK_LEAST_MS = 40;
const TELL_MS = 400;
/** Which of several things that are wrong is told. */
const ORDER: readonly ErrorCode[] = [
  'callpage/tampered',
  'callpage/updated',
  'callpage/sandboxed',
  'callpage/no-worker',
  'callpage/earlier',
  'callpage/codec',
  'callpage/clear',
];

/**
 * Looks whether all that goes out and comes in goes through us, and tells the background. Where something does not, once
 * it is protected, everything is stopped for good: a page that took our sealing away once is not asked again.
 */
export function createWatch({ halves, mode, unableCode, now, tell, onOrder, onFailure }: WatchPorts) {
  const lasting = new Set<ErrorCode>();
  let transient: readonly ErrorCode[] = [];
  let [lookedAt, toldAt] = [Number.NEGATIVE_INFINITY, now()];
  let [isTelling, isMeasuring, isUrgent] = [false, false, false];
  let last = '';
  /** Of frames that went out past us, not told yet. */
  let leaked = 0;
  let uncoveredAtMost = 0;

  const report = async (): Promise<void> => {
    const { live } = halves.look();
    const code = ORDER.find((one) => lasting.has(one) || transient.includes(one));
    const passing = mode() === 'clear';
    const told: PageCallReport = { live, uncovered: uncoveredAtMost, clear: leaked, passing, code };
    const text = JSON.stringify(told);
    // A page where nothing flows is silent, but for what changed.
    if (isTelling || (live === 0 && text === last)) return;
    [isTelling, last] = [true, text];
    leaked = 0;
    try {
      onOrder(await tell(told));
    } catch (error) {
      last = '';
      onFailure(error);
    } finally {
      isTelling = false;
    }
    if (!isUrgent) return;
    isUrgent = false;
    await report();
  };
  const closeIfTampered = (): void => {
    if (mode() === 'protected' && lasting.has('callpage/tampered')) halves.close();
  };
  /** What is being told does not have it: it goes right behind. */
  const tellNow = (): void => {
    isUrgent = isTelling;
    report().catch(onFailure);
  };
  const alarm = (code: ErrorCode): void => {
    if (lasting.has(code)) return;
    lasting.add(code);
    closeIfTampered();
    tellNow();
  };
  const measure = async (): Promise<void> => {
    if (isMeasuring) return;
    isMeasuring = true;
    try {
      const surplus = await halves.measure();
      if (surplus === 0 || mode() !== 'protected' || lasting.has('callpage/tampered')) return;
      leaked += 1;
      alarm('callpage/tampered');
    } finally {
      isMeasuring = false;
    }
  };

  return {
    /** Asked as often as anything happens. */
    look() {
      if (now() - lookedAt < LOOK_LEAST_MS) return;
      lookedAt = now();
      if (mode() === 'protected') {
        const { uncovered, unable, unnamed } = halves.look();
        transient = [
          ...(unnamed ? (['callpage/codec'] as const) : []),
          ...(halves.hearsClear() ? (['callpage/clear'] as const) : []),
        ];
        uncoveredAtMost = Math.max(uncoveredAtMost, uncovered);
        if (unable) alarm(unableCode);
        if (uncovered > 0) alarm('callpage/tampered');
        measure().catch(onFailure);
      }
      if (now() - toldAt < TELL_MS) return;
      toldAt = now();
      report().catch(onFailure);
    },
    everyMs: LOOK_MS,
    /** Cannot be made good in this document. Where nothing is protected it is only remembered. */
    alarm,
    /** From now on nothing goes out in clear, which is what people are told next. */
    onProtected() {
      closeIfTampered();
      tellNow();
    },
  };
}
