import type { ReplyMode } from '../bus/views';
import type { Draft } from '../core/compose';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import { newDraftId } from '../mail/drafts';
import type { Deps } from './deps';
import { resumeKey } from './handlers/pages';
import type { Ticket } from './tickets';

export type ReplyRequest = {
  readonly mode: ReplyMode;
  /** Only text that the reader drew. */
  readonly quoted: string;
  readonly subject?: string | undefined;
};

/** A sealed answer: the draft is stored first, then the page opens its compose form and our composer takes over. */
export async function startReply(deps: Deps, ticket: Ticket, { mode, quoted, subject }: ReplyRequest): Promise<void> {
  const prefix = mode === 'forward' ? 'Fwd: ' : 'Re: ';
  const bare = (subject ?? '').replace(/^(?:(?:re|fwd?|aw|wg):\s*)+/i, '');
  const draft: Draft = {
    id: newDraftId(),
    origin: ticket.origin,
    to: [],
    cc: [],
    bcc: [],
    subject: subject === undefined ? '' : (prefix + bare).slice(0, LIMITS.subjectLength),
    text: quoted,
    attachments: mode === 'forward' ? await filesOf(deps, ticket) : [],
    format: 'pgp-mime',
    changedAt: deps.now(),
    copiesSent: [],
  };
  await deps.drafts.save(draft);
  await deps.memory.set(resumeKey(ticket.tabId), draft.id);
  await deps.pages.openCompose(ticket, mode, draft.id);
}

/** A forward carries the files along, as far as one message may hold them. */
async function filesOf(deps: Deps, ticket: Ticket): Promise<Draft['attachments']> {
  const outcome = await deps.openedMail.take(ticket);
  if (!outcome.ok) throw new AppError(outcome.code);
  const files = outcome.reading.attachments.map(({ name, mediaType, content }) => ({ name, mediaType, content }));
  if (files.reduce((sum, { content }) => sum + content.size, 0) > LIMITS.mailOctets) throw new AppError('mail/quota');
  return files;
}
