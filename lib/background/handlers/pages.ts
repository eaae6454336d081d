import type { InputOf } from '../../bus/command';
import type { Protocol } from '../../bus/protocol';
import type { Sender } from '../../bus/sender';
import type { Handlers } from '../../bus/server';
import type { DraftId } from '../../core/brand';
import type { ComposerDetail } from '../composing';
import type { Deps } from '../deps';
import type { CertificateDetail } from '../offers';
import type { MessageDetail } from '../opened-mail';
import { requireGrant } from '../require-grant';
import { sawSite } from '../seen-in-tab';
import { pathFor, type Ticket, type TicketPurpose } from '../tickets';

type PageHandlers = Pick<
  Handlers,
  'page.hello' | 'page.offerMessage' | 'page.offerCertificate' | 'page.offerComposer' | 'page.offerBar'
>;

export const resumeKey = (tabId: number) => `resume:${tabId}`;

/** What a content script may ask. It learns tickets and phases, never plaintext, people or keys. */
export function pageHandlers(deps: Deps): PageHandlers {
  const { tickets, vault, grants, memory } = deps;

  const grantOf = ({ id, purpose }: Ticket) => ({ ticket: id, url: deps.frameUrl(pathFor(purpose)) });
  const issue = async (purpose: TicketPurpose, sender: Sender, detail: unknown) => {
    await requireGrant(grants, sender, purpose === 'bar' ? undefined : 'mail');
    return grantOf(await tickets.issue(purpose, sender, detail));
  };

  const offerMessage = async (
    { ticket: id, source, whole, from }: InputOf<Protocol['page.offerMessage']>,
    sender: Sender,
  ) => {
    await requireGrant(grants, sender, 'mail');
    const detail: MessageDetail = { whole, from };
    const started = source === undefined ? undefined : deps.openedMail.start(source, detail);
    const ticket = await tickets.issue('message', sender, detail, id);
    await deps.openedMail.begin(ticket, source, started);
    return grantOf(ticket);
  };

  return {
    'page.hello': async ({ site, kind }, { sender }) => {
      const { tabId } = await requireGrant(grants, sender, 'mail');
      if (site !== undefined) await sawSite(deps, tabId, site);
      const { phase } = await vault.state();
      const resume = kind === 'compose' ? ((await memory.get(resumeKey(tabId))) as DraftId | undefined) : undefined;
      if (resume !== undefined) await memory.remove(resumeKey(tabId));
      return { vault: phase, ...(resume === undefined ? {} : { resume }) };
    },

    'page.offerMessage': (offer, { sender }) => {
      const offered = offerMessage(offer, sender);
      if (offer.ticket !== undefined) tickets.expect(offer.ticket, offered);
      return offered;
    },

    'page.offerCertificate': async ({ armored, source, from }, { sender }) => {
      const detail: CertificateDetail = { armored: await armored.text(), source, from };
      return issue('certificate', sender, detail);
    },

    'page.offerComposer': async ({ compose, resume }, { sender }) => {
      const detail: ComposerDetail = { compose, resume };
      return issue('composer', sender, detail);
    },

    'page.offerBar': (_input, { sender }) => issue('bar', sender, undefined),
  };
}
