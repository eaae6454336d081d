import { NS } from './namespaces';
import { isSealed, readSealed } from './ox-stanza';
import { attributeOf, childrenOf, elementsIn, textOf, type XmlElement } from './xml';

/** How the words of a message travel. `omemo` and `other` belong to other programs and are left alone. */
export type MessageKind =
  | { readonly kind: 'ox'; readonly octets: Uint8Array }
  /** OX that cannot be read: never shown as plain. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'otr'; readonly text: string }
  | { readonly kind: 'omemo' }
  | { readonly kind: 'other' }
  | { readonly kind: 'plain'; readonly text: string }
  /** An error that came back: what it quotes was never said by the other side. */
  | { readonly kind: 'error' }
  /** Nothing for a person: receipts, markers, chat states. */
  | { readonly kind: 'wordless' };

/** `isOtr` is lib/otr's word on a text, given as a port: groups of this layer know nothing of one another. */
export function classify(message: XmlElement, isOtr: (text: string) => boolean): MessageKind {
  if (attributeOf(message, 'type') === 'error') return { kind: 'error' };
  if (isSealed(message)) {
    const octets = readSealed(message);
    return octets === undefined || octets.length === 0 ? { kind: 'damaged' } : { kind: 'ox', octets };
  }
  const children = elementsIn(message);
  const named = childrenOf(message, 'encryption', NS.encryption).map((one) => attributeOf(one, 'namespace') ?? '');
  const isOmemo = (namespace: string) => namespace === NS.omemo || namespace === NS.oldOmemo;
  if (children.some(({ name, namespace }) => name === 'encrypted' && isOmemo(namespace))) return { kind: 'omemo' };
  if (children.some(({ namespace }) => namespace === 'jabber:x:encrypted')) return { kind: 'other' };
  const body = children.find(({ name, namespace }) => name === 'body' && namespace === message.namespace);
  const text = body === undefined ? undefined : textOf(body);
  if (text !== undefined && isOtr(text)) return { kind: 'otr', text };
  if (named.length > 0) return { kind: named.some(isOmemo) ? 'omemo' : 'other' };
  return text === undefined ? { kind: 'wordless' } : { kind: 'plain', text };
}
