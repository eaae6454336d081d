import type { PageCallOrder } from '../bus/calls-protocol';
import type { PageCallReport } from '../core/calls';
import type { ErrorCode } from '../core/error-codes';
import type { Mode } from './half';
import type { createHalves } from './halves';

export type WatchPorts = {
  readonly halves: Pick<ReturnType<typeof createHalves>, 'look' | 'measure' | 'close'>;
  readonly mode: () => Mode;
  /** Why a sender or receiver that cannot be covered cannot. */
  readonly unableCode: ErrorCode;
  readonly now: () => number;
  readonly tell: (report: PageCallReport) => Promise<PageCallOrder>;
  readonly onOrder: (order: PageCallOrder) => void;
  readonly onFailure: (error: unknown) => void;
};

/** Between two looks; and, in looks, between two questions to the browser, and two reports. */
const LOOK_MS = 100;
const MEASURE_EVERY = 2;
const TELL_EVERY = 4;
/** Which of several things that are wrong is told. */
const ORDER: readonly ErrorCode[] = [
  'callpage/tampered',
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
  let passing: readonly ErrorCode[] = [];
  let seen = { surplus: 0, clear: false };
  let [looks, lookedAt, isTelling] = [0, Number.NEGATIVE_INFINITY, false];
  let last = '';
  /** Of frames that went out past us, not told yet. */
  let leaked = 0;
  let uncoveredAtMost = 0;

  const report = async (): Promise<void> => {
    const { live } = halves.look();
    const code = ORDER.find((one) => lasting.has(one) || passing.includes(one));
    const told: PageCallReport = { live, uncovered: uncoveredAtMost, clear: leaked, code };
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
  };
  const closeIfTampered = (): void => {
    if (mode() === 'protected' && lasting.has('callpage/tampered')) halves.close();
  };
  const alarm = (code: ErrorCode): void => {
    if (lasting.has(code)) return;
    lasting.add(code);
    closeIfTampered();
    report().catch(onFailure);
  };
  const measure = async (): Promise<void> => {
    seen = await halves.measure();
    if (seen.surplus === 0 || mode() !== 'protected' || lasting.has('callpage/tampered')) return;
    leaked += 1;
    alarm('callpage/tampered');
  };

  return {
    /** Asked as often as anything happens. */
    look() {
      if (now() - lookedAt < LOOK_MS / 2) return;
      lookedAt = now();
      looks += 1;
      if (mode() === 'protected') {
        const { uncovered, unable, unnamed } = halves.look();
        passing = [
          ...(unnamed ? (['callpage/codec'] as const) : []),
          ...(seen.clear ? (['callpage/clear'] as const) : []),
        ];
        uncoveredAtMost = Math.max(uncoveredAtMost, uncovered);
        if (unable) alarm(unableCode);
        if (uncovered > 0) alarm('callpage/tampered');
        if (looks % MEASURE_EVERY === 0) measure().catch(onFailure);
      }
      if (looks % TELL_EVERY === 0) report().catch(onFailure);
    },
    everyMs: LOOK_MS,
    /** Cannot be made good in this document. Where nothing is protected it is only remembered. */
    alarm,
    /** From now on nothing goes out in clear. */
    onProtected: closeIfTampered,
  };
}
