import type { Sender } from '../../bus/sender';
import type { Handlers } from '../../bus/server';
import type { DraftId, TicketId } from '../../core/brand';
import { AppError } from '../../core/errors';
import type { ComposerDetail } from '../composing';
import type { Deps } from '../deps';
import type { CertificateDetail } from '../offers';
import type { MessageDetail } from '../opened-mail';
import { pathFor, type TicketPurpose } from '../tickets';

type PageHandlers = Pick<
  Handlers,
  'page.hello' | 'page.offerMessage' | 'page.offerCertificate' | 'page.offerComposer' | 'page.offerBar'
>;

export const siteKey = (tabId: number) => `site:${tabId}`;
export const resumeKey = (tabId: number) => `resume:${tabId}`;

/** What a content script may ask. It learns tickets and phases, never plaintext, people or keys. */
export function pageHandlers(deps: Deps): PageHandlers {
  const { tickets, vault, grants, memory } = deps;

  /** Scripts may outlive a grant: the grant is asked for at every call. */
  const requireGrant = async (sender: Sender): Promise<number> => {
    const { origin, tabId } = sender;
    if (origin === undefined || tabId === undefined) throw new AppError('bus/refused');
    if (!(await grants.isGranted(origin))) throw new AppError('site/not-granted');
    return tabId;
  };
  const issue = async (purpose: TicketPurpose, sender: Sender, detail: unknown, id?: TicketId) => {
    await requireGrant(sender);
    const ticket = await tickets.issue(purpose, sender, detail, id);
    return { ticket, grant: { ticket: ticket.id, url: deps.frameUrl(pathFor(purpose)) } };
  };

  return {
    'page.hello': async ({ site, kind }, { sender }) => {
      const tabId = await requireGrant(sender);
      if (site !== undefined) await memory.set(siteKey(tabId), site);
      const { phase } = await vault.state();
      const resume = kind === 'compose' ? ((await memory.get(resumeKey(tabId))) as DraftId | undefined) : undefined;
      if (resume !== undefined) await memory.remove(resumeKey(tabId));
      return { vault: phase, ...(resume === undefined ? {} : { resume }) };
    },

    'page.offerMessage': async ({ ticket: id, source, whole, from }, { sender }) => {
      const { ticket, grant } = await issue('message', sender, { whole, from } satisfies MessageDetail, id);
      await deps.openedMail.begin(ticket, source);
      return grant;
    },

    'page.offerCertificate': async ({ armored, source, from }, { sender }) => {
      const detail: CertificateDetail = { armored: await armored.text(), source, from };
      return (await issue('certificate', sender, detail)).grant;
    },

    'page.offerComposer': async ({ compose, resume }, { sender }) => {
      const detail: ComposerDetail = { compose, resume };
      return (await issue('composer', sender, detail)).grant;
    },

    'page.offerBar': async (_input, { sender }) => (await issue('bar', sender, undefined)).grant,
  };
}
