import type { ErrorCode } from '../../core/error-codes';
import { tidied } from '../../core/message-text';
import { type BoxView, WEBCHAT_LIMITS } from '../../core/webchat';

/** What is open between the head and the text. */
export type Panel = 'menu' | 'people' | 'digits' | 'secret';

export type Shown = {
  readonly step: 'shown';
  readonly view: BoxView;
  /** Empty while it is covered by a lock. */
  readonly text: string;
  readonly sending: boolean;
  /** Something that the person asked for is being done. */
  readonly busy: boolean;
  readonly panel?: Panel;
  /** Why the last thing that the person asked for was not done. */
  readonly problem?: ErrorCode;
  /** What stands in the field was tried, and did not go out for sure. */
  readonly unsent: boolean;
};

export type BoxState = { readonly step: 'opening' } | { readonly step: 'failed'; readonly code: ErrorCode } | Shown;

/** Leaves out what is `undefined`: `exactOptionalPropertyTypes` knows none. */
export function withPart<Name extends 'panel' | 'problem'>(
  shown: Shown,
  name: Name,
  value: Shown[Name] | undefined,
): Shown {
  const { [name]: _before, ...rest } = shown;
  return (value === undefined ? rest : { ...rest, [name]: value }) as Shown;
}

/** Characters that are left when the counter appears. */
const NEAR = 500;

/** How many characters a message can still hold; `undefined` where that is plenty. Negative: it holds too many. */
export function charactersLeft(text: string): number | undefined {
  const left = WEBCHAT_LIMITS.textLength - text.length;
  return left <= NEAR ? left : undefined;
}

/** Whether what is said now is kept by nobody. */
export const isWithoutTrace = ({ way, noTrace }: BoxView): boolean =>
  way === 'no-trace' || noTrace?.phase === 'private';

/** Whether what is open between head and text is of something that is over. */
export const isPast = ({ panel, view }: Shown, now: BoxView): boolean =>
  (panel === 'digits' && view.comparison !== now.comparison) ||
  (panel === 'secret' && now.noTrace?.phase !== 'private');

/** These leave nothing to write into. */
const WITHOUT_FIELD: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['webchat/no-box', 'webchat/room']);

/** While there is nothing to write yet: one sentence and one way on. */
export type StepBody = 'set-up' | 'make-key' | 'locked' | 'picking' | 'blocked' | 'offered' | 'no-trace-asked';
/** What stands below the head. */
export type Body = StepBody | 'nobody' | 'field';

export function bodyOf(view: BoxView): Body {
  if (view.phase === 'absent') return 'set-up';
  if (view.phase === 'no-key') return 'make-key';
  if (view.picking !== undefined) return 'picking';
  if (view.phase === 'locked') return 'locked';
  if (view.blocked !== undefined && WITHOUT_FIELD.has(view.blocked)) return 'blocked';
  if (view.noTrace?.phase === 'asked') return 'no-trace-asked';
  if (view.offered !== undefined && !isSettled(view.offered.decision)) return 'offered';
  if (view.peer !== undefined || view.writable) return 'field';
  // Whoever would be chosen, nothing could go out.
  return view.blocked === 'webchat/hidden-connection' ? 'blocked' : 'nobody';
}

const isSettled = (decision: string): boolean => decision === 'verified' || decision === 'in-use';

/** Whether what is on the screen can go out now; else why not. */
export function readinessOf({ view, text }: Shown): { readonly ready: boolean; readonly reason?: ErrorCode } {
  if (view.blocked !== undefined) return { ready: false, reason: view.blocked };
  if (!view.writable || view.way === 'none') return { ready: false, reason: view.problem ?? waitsFor(view) };
  if ((charactersLeft(text) ?? 0) < 0) return { ready: false, reason: 'webchat/too-long' };
  return { ready: tidied(text) !== '' };
}

function waitsFor({ channel, peer }: BoxView): ErrorCode {
  if (channel === 'changed') return 'contact/changed';
  if (channel === 'your-decision') return 'contact/undecided';
  if (channel === 'their-decision' || channel === 'other-half') return 'webchat/waiting';
  return peer === undefined ? 'webchat/nobody-chosen' : 'webchat/not-begun';
}

/** Whether a message for the one may go to the other: the same place, the same reader, sealed in the same way. */
export function changeBetween(seen: BoxView, now: BoxView): ErrorCode | undefined {
  if (seen.place.locator !== now.place.locator || seen.place.account !== now.place.account) return 'webchat/moved';
  if (seen.peer?.fingerprint !== now.peer?.fingerprint || seen.way !== now.way) return 'webchat/changed';
  return undefined;
}
