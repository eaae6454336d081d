import type { ComposerOpening } from '../bus/views';
import type { DraftId } from '../core/brand';
import type { Draft, PageCompose, RecipientState } from '../core/compose';
import { AppError } from '../core/errors';
import { toEmailAddress } from '../core/parse';
import { newDraftId } from '../mail/drafts';
import type { Deps } from './deps';
import type { Ticket } from './tickets';

/** `draft` is set once the composer has one, so that a frame that loads again finds the same. */
export type ComposerDetail = {
  readonly compose: PageCompose;
  readonly resume?: DraftId | undefined;
  readonly draft?: DraftId;
};

/** The composer's draft: the one of this ticket, the one to go on with, or a new one from the page's fields. */
export async function openComposer(deps: Deps, ticket: Ticket, wanted?: DraftId): Promise<ComposerOpening> {
  const { vault } = deps;
  if ((await vault.state()).phase !== 'unlocked')
    throw new AppError((await vault.state()).phase === 'absent' ? 'vault/absent' : 'vault/locked');
  const detail = ticket.detail as ComposerDetail;
  const draft = await draftFor(deps, ticket, detail, wanted);
  await deps.tickets.replaceDetail(ticket, { ...detail, draft: draft.id } satisfies ComposerDetail);
  const others = (await deps.drafts.list()).filter(({ id }) => id !== draft.id);
  return {
    draft,
    phrase: (await deps.settings.get()).phrase,
    recipients: await recipientStates(deps, [...draft.to, ...draft.cc, ...draft.bcc]),
    unsent: others,
    formats: detail.compose.formats,
    canSign: await deps.ownKeys.canSignFor(draft.from),
  };
}

async function draftFor(deps: Deps, ticket: Ticket, detail: ComposerDetail, wanted?: DraftId): Promise<Draft> {
  const known = wanted ?? detail.draft ?? detail.resume;
  const stored = known === undefined ? undefined : await deps.drafts.load(known).catch(orUndefined);
  const fresh = draftFromPage(
    detail.compose,
    ticket.origin,
    known !== undefined && wanted === undefined ? known : newDraftId(),
    deps.now(),
  );
  if (stored === undefined) return fresh;
  return completeReply(stored, fresh);
}

/** A draft made by "Reply" has no recipients of its own: the page knows whom its reply goes to. */
function completeReply(stored: Draft, page: Draft): Draft {
  const addressed = stored.to.length + stored.cc.length + stored.bcc.length > 0;
  return {
    ...stored,
    ...(stored.from === undefined && page.from !== undefined ? { from: page.from } : {}),
    ...(addressed ? {} : { to: page.to, cc: page.cc }),
    ...(stored.inReplyTo === undefined && page.inReplyTo !== undefined ? { inReplyTo: page.inReplyTo } : {}),
    format: page.format,
  };
}

const orUndefined = (error: unknown): undefined => {
  if (error instanceof AppError && error.code === 'draft/unknown') return undefined;
  throw error;
};

function draftFromPage(compose: PageCompose, origin: string, id: DraftId, now: number): Draft {
  const from = compose.from === undefined ? undefined : toEmailAddress(compose.from);
  return {
    id,
    origin,
    ...(from === undefined ? {} : { from }),
    to: compose.to,
    cc: compose.cc,
    bcc: compose.bcc,
    subject: compose.subject,
    text: compose.text,
    attachments: [],
    format: compose.formats[0] ?? 'inline',
    ...(compose.inReplyTo === undefined ? {} : { inReplyTo: compose.inReplyTo }),
    changedAt: now,
    copiesSent: [],
  };
}

export async function recipientStates(deps: Deps, texts: readonly string[]): Promise<readonly RecipientState[]> {
  const addresses = texts.flatMap((text) => toEmailAddress(text) ?? []);
  return Promise.all([...new Set(addresses)].map((address) => deps.contacts.addressState(address)));
}
