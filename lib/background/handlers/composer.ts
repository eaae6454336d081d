import type { Handlers } from '../../bus/server';
import { openComposer, recipientStates } from '../composing';
import type { Deps } from '../deps';
import { sendDraft, withCopiesSent } from '../sending';

type ComposerHandlers = Pick<
  Handlers,
  | 'composer.open'
  | 'composer.lookUp'
  | 'composer.saveDraft'
  | 'composer.resumeDraft'
  | 'composer.discardDraft'
  | 'composer.close'
  | 'composer.send'
>;

/** The composer frame's commands: each names its ticket, so that a foreign frame reaches no draft. */
export function composerHandlers(deps: Deps): ComposerHandlers {
  const { tickets, drafts, autoLock } = deps;
  return {
    'composer.open': async ({ ticket }, { sender }) => {
      const claimed = await tickets.claim(ticket, sender, ['composer']);
      await autoLock.touch();
      return openComposer(deps, claimed);
    },
    'composer.lookUp': async ({ addresses }) => recipientStates(deps, addresses),
    'composer.saveDraft': async ({ ticket, draft }, { sender }) => {
      await tickets.claim(ticket, sender, ['composer']);
      await autoLock.touch();
      await drafts.save(await withCopiesSent(deps, draft));
      await deps.announce('drafts');
    },
    'composer.resumeDraft': async ({ ticket, id }, { sender }) =>
      openComposer(deps, await tickets.claim(ticket, sender, ['composer']), id),
    'composer.discardDraft': async ({ ticket, id }, { sender }) => {
      await tickets.claim(ticket, sender, ['composer']);
      await drafts.remove(id);
      await deps.announce('drafts');
    },
    'composer.close': async ({ ticket, leave }, { sender }) => {
      await deps.pages.closeComposer(await tickets.claim(ticket, sender, ['composer']), leave);
    },
    'composer.send': async ({ ticket, draft }, ctx) => {
      await sendDraft(deps, await tickets.claim(ticket, ctx.sender, ['composer']), draft, ctx);
    },
  };
}
