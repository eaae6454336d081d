import type { Draft, RecipientState } from '../../core/compose';
import { sentenceFor } from '../../core/errors';
import { LIMITS } from '../../core/limits';
import { toEmailAddress } from '../../core/parse';
import type { ChipState } from './recipient-words';

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** The state of one recipient as far as it is known. */
export function chipStateOf(text: string, known: ReadonlyMap<string, RecipientState>): ChipState {
  const address = toEmailAddress(text);
  if (address === undefined) return 'incomplete';
  return known.get(address)?.state ?? 'checking';
}

/** Octets that the draft would carry, before it is sealed. */
export const draftOctets = (draft: Pick<Draft, 'text' | 'attachments'>): number =>
  draft.attachments.reduce((sum, file) => sum + file.content.size, draft.text.length);

/** Whether the draft can go out sealed; if not, the first reason in words. The background checks again. */
export function readiness(draft: Draft, known: ReadonlyMap<string, RecipientState>, canSign: boolean): Readiness {
  const no = (reason: string): Readiness => ({ ready: false, reason });
  const everyone = [...draft.to, ...draft.cc, ...draft.bcc];
  if (!canSign) return no(`You have no key for ${draft.from ?? 'your address'} yet. Make one under Keys.`);
  if (everyone.length === 0) return no(sentenceFor('mail/no-recipient'));
  if (everyone.length > LIMITS.recipients)
    return no(`A sealed message goes to ${LIMITS.recipients} people at most. Remove some.`);
  const blocked = everyone
    .map((text) => reasonFor(text, chipStateOf(text, known)))
    .find((reason) => reason !== undefined);
  if (blocked !== undefined) return no(blocked);
  if (draft.text.length > LIMITS.textLength) return no('The text is too long. Send it as a file.');
  if (draftOctets(draft) > LIMITS.mailOctets) return no(sentenceFor('mail/quota'));
  if (draft.format === 'inline' && draft.attachments.length > 0) return no(sentenceFor('mail/inline-files'));
  if (draft.text.trim() === '' && draft.attachments.length === 0) return no(sentenceFor('mail/nothing-to-send'));
  return { ready: true };
}

function reasonFor(text: string, state: ChipState): string | undefined {
  switch (state) {
    case 'verified':
    case 'in-use':
    case 'mine':
      return undefined;
    case 'none':
      return `${text} has no certificate yet. Find one, or ask for it.`;
    case 'undecided':
      return `You have not decided about the certificate of ${text}. Look at it and decide.`;
    case 'changed':
      return `The certificate of ${text} changed. Sending has stopped until you decide.`;
    case 'refused':
      return `You refused the certificate of ${text}. Ask for the right one.`;
    case 'unusable':
      return `The certificate of ${text} cannot be used. Look at it to see why.`;
    case 'checking':
      return `Looking for the certificate of ${text}.`;
    case 'incomplete':
      return `“${text}” is not a whole address. Correct it.`;
  }
}

/** Beside the button: who writes and who will be able to read it, so that nothing above can be covered unseen. [req 29] */
export function audienceWords(draft: Draft): string {
  const [first, second, ...rest] = new Set([...draft.to, ...draft.cc, ...draft.bcc]);
  const from = draft.from === undefined ? '' : `From ${draft.from} `;
  if (first === undefined) return from.trim();
  const to = from === '' ? 'To' : 'to';
  if (second === undefined) return `${from}${to} ${first}`;
  return rest.length === 0
    ? `${from}${to} ${first} and ${second}`
    : `${from}${to} ${first}, ${second} and ${rest.length} more`;
}
