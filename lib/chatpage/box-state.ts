import type { ErrorCode } from '../core/error-codes';
import { type TalkPlace, WEBCHAT_LIMITS } from '../core/webchat';
import type { ChatSite, OpenConversation } from '../sites/chats/site';
import type { BoxState } from './box';
import type { XmppSide } from './xmpp-side';

/** One delivery of a payload of OX is one stanza (XEP-0373, 3): never split. Else as IRC takes it, which tells nothing. */
const LIMIT = { xmpp: 200_000, text: 340 } as const;

/** Characters that a page takes at once, where it does not tell. */
export const limitOf = (site: ChatSite): number => (site.xmpp ? LIMIT.xmpp : LIMIT.text);

/** What the box of this conversation is told: what it is called, and why nothing can be sent. */
export function stateOf(site: ChatSite, conversation: OpenConversation, xmpp: XmppSide): BoxState {
  const blocked = blockedBy(site, conversation, xmpp);
  return { place: placeOf(site, conversation, xmpp), ...(blocked === undefined ? {} : { blocked }) };
}

export function placeOf(site: ChatSite, { locator, title }: OpenConversation, xmpp: XmppSide): TalkPlace {
  const named = {
    locator: locator.slice(0, WEBCHAT_LIMITS.locatorLength),
    title: title.slice(0, WEBCHAT_LIMITS.titleLength),
  };
  if (!site.xmpp) return { protocol: 'text', ...named };
  const account = xmpp.account();
  return { protocol: 'xmpp', ...named, ...(account === undefined ? {} : { account }) };
}

function blockedBy(site: ChatSite, { kind }: OpenConversation, xmpp: XmppSide): ErrorCode | undefined {
  if (kind === 'room') return 'webchat/room';
  if (!site.xmpp || xmpp.connected()) return undefined;
  return xmpp.hidden() ? 'webchat/hidden-connection' : 'webchat/no-connection';
}

/** Where nothing was found: the page as a whole. */
export const noBoxState = (page: Document): BoxState => ({
  place: {
    protocol: 'text',
    locator: page.location.pathname.slice(0, WEBCHAT_LIMITS.locatorLength),
    title: (page.title || page.location.hostname).slice(0, WEBCHAT_LIMITS.titleLength),
  },
  blocked: 'webchat/no-box',
});
