import { bareAddress, isSameAccount } from '../../xmpp/address';
import type { Edit } from '../../xmpp/edits';
import { NS } from '../../xmpp/namespaces';
import { isSealed, readSealed } from '../../xmpp/ox-stanza';
import { unwrap } from '../../xmpp/unwrap';
import { writeXml } from '../../xmpp/write-xml';
import { attributeOf, childrenOf, element, elementsIn, textOf, type XmlElement } from '../../xmpp/xml';
import { isBetweenTwo } from './outgoing';
import { fromText, writeOx } from './ox-text';

/** A sealed message that came: live, as a carbon, from the archive. */
export type SealedMessage = {
  /** Payload of kind `ox`; `undefined` where it cannot be read. */
  readonly payload: Uint8Array | undefined;
  /** The other's bare JID. */
  readonly peer: string;
  /** What puts these words as body into the message, and nothing of the sealing beside it. */
  edits(words: string): readonly Edit[];
};

/** `undefined` for anything that is to be left as it is. */
export function readSealedMessage(stanza: XmlElement, account: string): SealedMessage | undefined {
  const unwrapped = unwrap(stanza, account);
  if (unwrapped === undefined) return undefined;
  const { message, sentAt } = unwrapped;
  const sealed = isBetweenTwo({ ...message, namespace: NS.client }) ? sealedIn(message) : undefined;
  if (sealed === undefined) return undefined;
  const from = bareAddress(attributeOf(message, 'from') ?? account);
  const to = bareAddress(attributeOf(message, 'to') ?? account);
  if (from === undefined || to === undefined) return undefined;
  const { octets } = sealed;
  const at = sentAt !== undefined && sentAt >= 0 ? sentAt : undefined;
  return {
    payload: octets === undefined ? undefined : writeOx({ from, to, at, message: octets }),
    peer: isSameAccount(from, account) ? to : from,
    edits: (words) => editsOf(message, words),
  };
}

/**
 * What is sealed in a message. One that carries our text as its body was sent past a Sotto: then its sender wrote what its
 * server should say of it, from whom it is and of when, and what this stanza says counts.
 */
function sealedIn(message: XmlElement): { readonly octets: Uint8Array | undefined } | undefined {
  if (isSealed(message)) return { octets: readSealed(message) };
  const [body, ...others] = childrenOf(message, 'body', message.namespace);
  const payload = body === undefined || others.length > 0 ? undefined : fromText(textOf(body));
  return payload && { octets: payload.message };
}

/** The first body, else what was sealed, becomes the body; all other places of both are emptied. */
function editsOf(message: XmlElement, words: string): readonly Edit[] {
  const bodies = childrenOf(message, 'body', message.namespace);
  const places = [...bodies, ...elementsIn(message).filter(isAboutSealing)];
  const body = writeXml(element('body', message.namespace, {}, [words]));
  return places.flatMap(({ source }, index) =>
    source === undefined ? [] : [{ ...source, text: index === 0 ? body : '' }],
  );
}

/** XEP-0373, 3.1; XEP-0380; XEP-0428, by which a page would take the new body for a stopgap. */
function isAboutSealing(node: XmlElement): boolean {
  const { name, namespace } = node;
  if (namespace === NS.openpgp) return name === 'openpgp';
  if (namespace === NS.encryption) return attributeOf(node, 'namespace') === NS.openpgp;
  return namespace === NS.fallback && (attributeOf(node, 'for') ?? NS.openpgp) === NS.openpgp;
}
