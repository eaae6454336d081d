import { NS } from './namespaces';
import { parseXml } from './parse-xml';
import { writeXml } from './write-xml';
import { elementsIn, isElement, type XmlElement } from './xml';

/** What one WebSocket message (RFC 7395) or one BOSH body (XEP-0124) holds, in its order. */
export type StanzaFrame = {
  readonly kind: 'websocket' | 'bosh';
  /** All elements: messages, presences, queries, and those of the stream. None in `<open/>`, `<close/>`, empty bodies. */
  readonly stanzas: readonly XmlElement[];
};

/** `undefined` for anything that is not one of these: white space that keeps alive, another protocol, damaged XML. */
export function readFrame(text: string): StanzaFrame | undefined {
  const root = parseXml(text);
  if (root === undefined) return undefined;
  if (isElement(root, 'body', NS.bosh)) return { kind: 'bosh', stanzas: elementsIn(root) };
  if (root.namespace === NS.framing) return { kind: 'websocket', stanzas: [] };
  const isStanza = root.namespace === NS.client || root.namespace === NS.streams || isNegotiation(root);
  return isStanza ? { kind: 'websocket', stanzas: [root] } : undefined;
}

/** SASL, SASL2, stream management and their like: nothing of them is ever replaced. */
const isNegotiation = ({ namespace }: XmlElement): boolean =>
  namespace.startsWith('urn:ietf:params:xml:ns:xmpp-') || namespace.startsWith('urn:xmpp:');

/**
 * The frame with some of its stanzas replaced, by their place in `stanzas`; every other octet stays. What replaces a
 * stanza declares its own namespaces.
 */
export function replaceStanzas(text: string, frame: StanzaFrame, others: ReadonlyMap<number, XmlElement>): string {
  let at = 0;
  let replaced = '';
  for (const [index, { source }] of frame.stanzas.entries()) {
    const other = others.get(index);
    if (other === undefined || source === undefined) continue;
    replaced += text.slice(at, source.start) + writeXml(other);
    at = source.end;
  }
  return replaced + text.slice(at);
}
