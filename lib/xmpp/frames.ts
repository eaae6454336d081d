import type { Edit } from './edits';
import { NS } from './namespaces';
import { parseXml } from './parse-xml';
import { writeXml } from './write-xml';
import { elementsIn, isElement, type XmlElement } from './xml';

/** What one WebSocket message (RFC 7395) or one BOSH body (XEP-0124) holds, in its order. */
export type StanzaFrame = {
  readonly kind: 'websocket' | 'bosh';
  /** The element that is the frame: `<body/>` of BOSH, `<open/>`, `<close/>`, or the one stanza. */
  readonly root: XmlElement;
  /** All elements: messages, presences, queries, and those of the stream. None in `<open/>`, `<close/>`, empty bodies. */
  readonly stanzas: readonly XmlElement[];
};

const DECLARATION = /^\s*<\?xml\s[^?<>]*\?>/;
const STANZAS: readonly string[] = ['message', 'presence', 'iq'];

/** `undefined` for anything that is not one of these: white space that keeps alive, another protocol, damaged XML. */
export function readFrame(text: string): StanzaFrame | undefined {
  // Spaces in its place: all places in the text stay what they are.
  const root = parseXml(text.replace(DECLARATION, (written) => ' '.repeat(written.length)));
  if (root === undefined) return undefined;
  if (isElement(root, 'body', NS.bosh)) {
    return { kind: 'bosh', root, stanzas: elementsIn(root).map((one) => qualified(one, NS.bosh)) };
  }
  if (root.namespace === NS.framing) return { kind: 'websocket', root, stanzas: [] };
  const stanza = qualified(root, '');
  const isStanza = stanza.namespace === NS.client || stanza.namespace === NS.streams || isNegotiation(stanza);
  return isStanza ? { kind: 'websocket', root, stanzas: [stanza] } : undefined;
}

/**
 * A stanza whose writer did not name its namespace, so that it has `outer`: servers take it as `jabber:client`, and what
 * they take must not pass unread here.
 */
function qualified(stanza: XmlElement, outer: string): XmlElement {
  if (stanza.namespace !== outer || !STANZAS.includes(stanza.name)) return stanza;
  const rename = (node: XmlElement): XmlElement => ({
    ...node,
    namespace: node.namespace === outer ? NS.client : node.namespace,
    children: node.children.map((child) => (typeof child === 'string' ? child : rename(child))),
  });
  return rename(stanza);
}

/** SASL, SASL2, stream management and their like: nothing of them is ever replaced. */
const isNegotiation = ({ namespace }: XmlElement): boolean =>
  namespace.startsWith('urn:ietf:params:xml:ns:xmpp-') || namespace.startsWith('urn:xmpp:');

/** Another element in the place of one that was read from the text. It declares its own namespaces. */
export const replacing = (old: XmlElement, other: XmlElement): readonly Edit[] =>
  old.source === undefined ? [] : [{ ...old.source, text: writeXml(other) }];
