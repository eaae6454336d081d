import { isSameAccount } from '../../xmpp/address';
import { NS } from '../../xmpp/namespaces';
import { partStanza, sealedStanza } from '../../xmpp/ox-stanza';
import { attributeOf, childrenOf, element, isElement, textOf, type XmlElement } from '../../xmpp/xml';
import { fromText } from './ox-text';

/** Messages between two: rooms and errors are never touched. */
export const isBetweenTwo = (stanza: XmlElement): boolean =>
  isElement(stanza, 'message', NS.client) && !['groupchat', 'error'].includes(attributeOf(stanza, 'type') ?? '');

/**
 * The stanza that carries as `<openpgp>` (XEP-0373) what the body of this one carries as text; `undefined` where it
 * carries none, or what was sealed is for somebody else than the stanza is.
 */
export function sealedFromText(stanza: XmlElement, account: string | undefined): XmlElement | undefined {
  if (!isBetweenTwo(stanza)) return undefined;
  const [body, ...others] = childrenOf(stanza, 'body', NS.client);
  const payload = body === undefined || others.length > 0 ? undefined : fromText(textOf(body));
  if (payload === undefined || !isSameAccount(payload.to, attributeOf(stanza, 'to') ?? account ?? '')) return undefined;
  if (account !== undefined && !isSameAccount(payload.from, account)) return undefined;
  return sealedStanza(partStanza(stanza).outside, payload.message);
}

/** What goes out in the place of words that could not be sealed: nobody hears more of it than that I am there. */
export const wordless = (stanza: XmlElement): XmlElement => ({
  ...stanza,
  children: [element('active', NS.chatStates), element('no-store', NS.hints)],
});
