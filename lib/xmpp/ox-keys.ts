import { readStrictBase64, toBase64 } from '../core/base64';
import type { Fingerprint } from '../core/brand';
import { LIMITS } from '../core/limits';
import { NS } from './namespaces';
import { readStamp, writeStamp } from './time-stamp';
import { attributeOf, childrenOf, element, onlyChild, textOf, type XmlElement } from './xml';

/** The node of PEP that lists keys; each key has one of its own behind it: XEP-0373, 4. */
export const KEY_LIST_NODE = 'urn:xmpp:openpgp:0:public-keys';
export const keyNode = (fingerprint: Fingerprint): string => `${KEY_LIST_NODE}:${fingerprint.toUpperCase()}`;

export type ListedKey = { readonly fingerprint: Fingerprint; readonly date: number };

/** Keys that are looked at in one list. */
const MOST = 16;
const FINGERPRINT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export const writeKeyList = (keys: readonly ListedKey[]): XmlElement =>
  element(
    'public-keys-list',
    NS.openpgp,
    {},
    keys.map(({ fingerprint, date }) =>
      element('pubkey-metadata', NS.openpgp, { 'v4-fingerprint': fingerprint.toUpperCase(), date: writeStamp(date) }),
    ),
  );

/** The keys of a list, each once, what is damaged left out, at most 16. */
export function readKeyList(list: XmlElement): readonly ListedKey[] {
  const keys = new Map<string, ListedKey>();
  for (const one of childrenOf(list, 'pubkey-metadata', NS.openpgp)) {
    const fingerprint = (attributeOf(one, 'v4-fingerprint') ?? '').toLowerCase();
    const date = readStamp(attributeOf(one, 'date') ?? '') ?? 0;
    if (FINGERPRINT.test(fingerprint) && keys.size < MOST)
      keys.set(fingerprint, { fingerprint: fingerprint as Fingerprint, date });
  }
  return [...keys.values()];
}

export const writeKey = (certificate: Uint8Array): XmlElement =>
  element('pubkey', NS.openpgp, {}, [element('data', NS.openpgp, {}, [toBase64(certificate)])]);

/** The octets of a published certificate, nothing of which is checked yet. */
export function readKey(pubkey: XmlElement): Uint8Array<ArrayBuffer> | undefined {
  const data = onlyChild(pubkey, 'data', NS.openpgp);
  const text = data && textOf(data).trim();
  if (text === undefined || text === '' || text.length > LIMITS.certificateOctets * 2) return undefined;
  return readStrictBase64(new TextEncoder().encode(text));
}

export const requestItems = (id: string, node: string, to?: string): XmlElement =>
  element('iq', NS.client, { type: 'get', id, ...(to === undefined ? {} : { to }) }, [
    element('pubsub', NS.pubsub, {}, [element('items', NS.pubsub, { node, max_items: '1' })]),
  ]);

/** Publishes for everybody: who is not in the roster has to find the key, too. `item` is `current` or a time. */
export function publishItem(id: string, node: string, item: string, content: XmlElement): XmlElement {
  const field = (name: string, value: string, type?: string) =>
    element('field', DATA, { var: name, ...(type === undefined ? {} : { type }) }, [
      element('value', DATA, {}, [value]),
    ]);
  const options = element('x', DATA, { type: 'submit' }, [
    field('FORM_TYPE', 'http://jabber.org/protocol/pubsub#publish-options', 'hidden'),
    field('pubsub#persist_items', 'true'),
    field('pubsub#access_model', 'open'),
  ]);
  return element('iq', NS.client, { type: 'set', id }, [
    element('pubsub', NS.pubsub, {}, [
      element('publish', NS.pubsub, { node }, [element('item', NS.pubsub, { id: item }, [content])]),
      element('publish-options', NS.pubsub, {}, [options]),
    ]),
  ]);
}

const DATA = 'jabber:x:data';

/** The newest item of an answer or an event: its node and content, which a notification may leave out. */
export function readItems(stanza: XmlElement): { readonly node: string; readonly content?: XmlElement } | undefined {
  for (const [name, namespace] of [
    ['pubsub', NS.pubsub],
    ['event', NS.pubsubEvent],
  ] as const) {
    const outer = onlyChild(stanza, name, namespace);
    const items = outer && onlyChild(outer, 'items', namespace);
    if (items === undefined) continue;
    const [item] = childrenOf(items, 'item', namespace);
    const content = item?.children.find((child) => typeof child !== 'string');
    return { node: attributeOf(items, 'node') ?? '', ...(content === undefined ? {} : { content }) };
  }
  return undefined;
}
