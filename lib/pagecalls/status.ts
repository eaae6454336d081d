import type { FrameCounts } from '../bus/calls-protocol';
import type { PageCallReport, PageCallStatus } from '../core/calls';
import type { ErrorCode } from '../core/error-codes';
import { hasKeys, isCompared } from './member-state';
import { present, type Tab } from './state';

/** What the page's script said last. It may lower a status, and never raises one. */
export type Heard = Pick<PageCallReport, 'uncovered' | 'clear' | 'code'>;

export type StatusInput = {
  readonly tab: Pick<Tab, 'protected' | 'tampered' | 'call'> | undefined;
  readonly heard: readonly Heard[];
  /** Some media still pass as the page sends them: it has not heard yet that it must protect them. */
  readonly passes: boolean;
  /** What our frame's worker counted of late. */
  readonly counts: FrameCounts | undefined;
  /** Our frame is there, and was told to begin this call. */
  readonly hasFrame: boolean;
  readonly now: number;
};

export type Status = { readonly status: PageCallStatus; readonly code?: ErrorCode };

/** Said for a while after keys were lost with a frame: new ones are being made. */
const PASSING: ErrorCode = 'callpage/keys-lost';

/** Frames that the browser sent past us go with it, whatever the code says. */
export const isTampering = ({ code, clear }: Heard): boolean => code === 'callpage/tampered' || clear > 0;

/** Never more than is true: everything that speaks against a status comes before it. */
export function statusOf({ tab, heard, passes, counts, hasFrame, now }: StatusInput): Status {
  if (tab === undefined || !tab.protected) return { status: 'off' };
  if (tab.tampered || heard.some(isTampering)) return { status: 'tampered', code: 'callpage/tampered' };
  if (passes) return { status: 'off' };
  const codes = heard.flatMap(({ code }) => (code === undefined || code === PASSING ? [] : [code]));
  const cannot = codes.find((code) => code !== 'callpage/clear');
  if (cannot !== undefined) return { status: 'cannot', code: cannot };
  if (tab.call === undefined) return { status: 'cannot', code: 'callpage/left' };
  const { members } = tab.call;
  if (codes.length > 0) {
    // Who was asked sends in clear until they join, which is what is waited for.
    const isExpected = members.some(({ stage }) => stage === 'asked');
    return isExpected ? { status: 'waiting' } : { status: 'blocked', code: 'callpage/clear' };
  }
  if (present(tab.call).length === 0 && members.some(({ differs }) => differs)) {
    return { status: 'blocked', code: 'callpage/differ' };
  }
  if (!hasFrame) return { status: 'waiting' };
  // A sender that our transform is not on sends nothing: it is not sealed either.
  if (heard.some(({ uncovered, code }) => uncovered > 0 || code === PASSING)) return { status: 'waiting' };
  const here = present(tab.call).filter(({ channel }) => channel !== undefined);
  const sealed = here.filter((member) => hasKeys(member, now));
  if (sealed.length === 0) return { status: 'waiting' };
  if (sealed.length === here.length) return { status: here.every(isCompared) ? 'compared' : 'sealed' };
  // Somebody is on their way in: what flows between the others is sealed all the while.
  return { status: counts !== undefined && counts.opened > 0 && counts.sealed > 0 ? 'sealed' : 'waiting' };
}
