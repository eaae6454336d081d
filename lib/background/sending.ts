import type { CallContext } from '../bus/server';
import type { Draft } from '../core/compose';
import { AppError } from '../core/errors';
import { sealMail } from '../mail/seal-mail';
import type { Deps } from './deps';
import type { Ticket } from './tickets';

/**
 * Seals a draft and has the page send it. The draft is kept until the page has said that it went out;
 * what already went out (hidden copies) is written down before the next step.
 */
export async function sendDraft(
  deps: Deps,
  ticket: Ticket,
  written: Draft,
  { signal, report }: CallContext,
): Promise<void> {
  const draft = await withCopiesSent(deps, written);
  await deps.drafts.save(draft);
  const onProgress = (fraction: number) => report({ step: 'sealing', fraction });
  onProgress(0);
  const { hiddenCopies, message } = await sealMail(draft, deps.sealing, { signal, onProgress });
  if (signal.aborted) throw new AppError('bus/cancelled');
  report({ step: 'placing', fraction: 0 });
  let current = draft;
  for (const { address, envelope } of hiddenCopies) {
    await deps.pages.deliver(ticket, envelope);
    current = { ...current, copiesSent: [...current.copiesSent, address] };
    await deps.drafts.save(current);
  }
  report({ step: 'sending', fraction: 0 });
  await deliverMessage(deps, ticket, message, hiddenCopies.length + draft.copiesSent.length);
  await deps.drafts.remove(draft.id);
  await deps.pages.closeComposer(ticket, 'sent');
  await deps.announce('drafts');
}

async function deliverMessage(
  deps: Deps,
  ticket: Ticket,
  message: Parameters<Deps['pages']['deliver']>[1],
  copies: number,
): Promise<void> {
  try {
    await deps.pages.deliver(ticket, message);
  } catch (error) {
    if (copies > 0) throw new AppError('mail/partly-sent', { cause: error });
    throw error;
  }
}

/** The composer speaks of what it knew: what went out since is in the stored draft, readable while unlocked. */
export async function withCopiesSent(deps: Deps, draft: Draft): Promise<Draft> {
  const unlocked = (await deps.vault.state()).phase === 'unlocked';
  const stored = unlocked ? await deps.drafts.copiesSent(draft.id) : [];
  return { ...draft, copiesSent: [...new Set([...stored, ...draft.copiesSent])] };
}
