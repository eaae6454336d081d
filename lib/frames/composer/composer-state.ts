import type { ComposerOpening, DraftSummary, SendProgress } from '../../bus/views';
import type { SaveState } from '../../core/autosave';
import type { Draft, MailFormat, RecipientState } from '../../core/compose';
import type { ErrorCode } from '../../core/error-codes';
import { readiness } from './readiness';

export type RecipientField = 'to' | 'cc' | 'bcc';

/** What the composer shows while a message is written. */
export type Writing = {
  readonly step: 'writing';
  readonly draft: Draft;
  readonly phrase: string;
  /** By address. */
  readonly known: ReadonlyMap<string, RecipientState>;
  readonly unsent: readonly DraftSummary[];
  readonly formats: readonly MailFormat[];
  readonly canSign: boolean;
  readonly shown: { readonly cc: boolean; readonly bcc: boolean };
  readonly saved: SaveState;
  readonly sending?: SendProgress;
  readonly problem?: ErrorCode;
  /** The person asked to write without Sotto and is told what that means. */
  readonly leaving: boolean;
};

export type ComposerState =
  | { readonly step: 'opening' }
  /** `covering`: there is a text, safe, that goes on after unlocking. */
  | { readonly step: 'locked'; readonly covering: boolean; readonly problem?: ErrorCode }
  | { readonly step: 'failed'; readonly code: ErrorCode }
  | Writing
  | { readonly step: 'sent' }
  | { readonly step: 'closed' };

/** The first picture of a draft; a format that this page cannot send gives way to one that it can. */
export function writingFrom(opening: ComposerOpening, held?: Draft): Writing {
  const draft = held ?? opening.draft;
  const format = opening.formats.includes(draft.format) ? draft.format : (opening.formats[0] ?? draft.format);
  return {
    step: 'writing',
    draft: format === draft.format ? draft : { ...draft, format },
    phrase: opening.phrase,
    known: mergeKnown(new Map(), opening.recipients),
    unsent: opening.unsent,
    formats: opening.formats,
    canSign: opening.canSign,
    shown: { cc: draft.cc.length > 0, bcc: draft.bcc.length > 0 },
    saved: { step: 'untouched' },
    leaving: false,
  };
}

export const mergeKnown = (
  known: ReadonlyMap<string, RecipientState>,
  found: readonly RecipientState[],
): ReadonlyMap<string, RecipientState> => new Map([...known, ...found.map((one) => [one.address, one] as const)]);

export const everyoneOf = (draft: Draft): readonly string[] => [...new Set([...draft.to, ...draft.cc, ...draft.bcc])];

/** Whether there is anything in it that a person would miss. */
export const isWorthKeeping = (draft: Draft): boolean =>
  draft.text.trim() !== '' || draft.attachments.length > 0 || draft.subject.trim() !== '';

export const readinessOf = (writing: Writing) => readiness(writing.draft, writing.known, writing.canSign);

/** Leaves the problem out where there is none: `exactOptionalPropertyTypes` knows no `undefined`. */
export function withProblem(writing: Writing, problem: ErrorCode | undefined): Writing {
  const { problem: _before, ...rest } = writing;
  return problem === undefined ? rest : { ...rest, problem };
}

export function withSending(writing: Writing, sending: SendProgress | undefined): Writing {
  const { sending: _before, ...rest } = writing;
  return sending === undefined ? rest : { ...rest, sending };
}
