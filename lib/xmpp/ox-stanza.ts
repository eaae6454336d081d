import { readStrictBase64, toBase64 } from '../core/base64';
import { LIMITS } from '../core/limits';
import { NS } from './namespaces';
import { isAllowedInside } from './ox-content';
import { childrenOf, element, elementsIn, isElement, onlyChild, textOf, type XmlElement, type XmlNode } from './xml';

/** What somebody reads whose program knows no OX: XEP-0374, 3.2. */
const FALLBACK = 'This message is sealed with OpenPGP. Your program cannot open it (XEP-0374).';

const isNamespace = (namespaces: readonly string[]) => (node: XmlElement) => namespaces.includes(node.namespace);
/** What the page and the servers need to see, and what tells no words. All else is sealed. */
const staysOutside = isNamespace([NS.hints, NS.stanzaId, NS.addresses, NS.receipts, NS.markers, NS.chatStates]);

/** A stanza that a page sends, parted: what is to be sealed, and what goes beside it. */
export function partStanza(stanza: XmlElement): {
  readonly inside: readonly XmlElement[];
  readonly outside: XmlElement;
} {
  const children = elementsIn(stanza);
  const outside = { ...stanza, children: children.filter(staysOutside) };
  const inside = children.filter((child) => !staysOutside(child) && child.namespace !== NS.encryption);
  return { inside, outside };
}

/** The stanza that carries a sealed content: `outside` of `partStanza`, words, hints, and the OpenPGP message. */
export function sealedStanza(outside: XmlElement, message: Uint8Array): XmlElement {
  const children: XmlNode[] = [
    element('body', outside.namespace, {}, [FALLBACK]),
    ...elementsIn(outside).filter((child) => !isElement(child, 'store', NS.hints)),
    element('store', NS.hints),
    element('encryption', NS.encryption, { namespace: NS.openpgp, name: 'OpenPGP' }),
    element('openpgp', NS.openpgp, {}, [toBase64(message)]),
  ];
  return { ...outside, children };
}

/** The OpenPGP message in a stanza; `undefined` where there is none, several, or no base64. */
export function readSealed(stanza: XmlElement): Uint8Array<ArrayBuffer> | undefined {
  const node = onlyChild(stanza, 'openpgp', NS.openpgp);
  const text = node && textOf(node).trim();
  if (text === undefined || text === '' || text.length > LIMITS.sealedOctets) return undefined;
  return readStrictBase64(new TextEncoder().encode(text));
}

export const isSealed = (stanza: XmlElement): boolean => childrenOf(stanza, 'openpgp', NS.openpgp).length > 0;

/** The stanza with the sealed elements in the place of all that was not sealed: XEP-0374, 3.3 and XEP-0420, 6. */
export function openedStanza(stanza: XmlElement, payload: readonly XmlElement[]): XmlElement {
  const outside = elementsIn(stanza).filter((child) => staysOutside(child) || child.namespace === NS.delay);
  return { ...stanza, children: [...outside, ...payload.filter(isAllowedInside)] };
}
