import type { Fingerprint } from '../../core/brand';
import { AppError } from '../../core/errors';
import { WEBCHAT_LIMITS } from '../../core/webchat';
import { NS } from '../../xmpp/namespaces';
import {
  KEY_LIST_NODE,
  keyNode,
  type ListedKey,
  publishItem,
  readItems,
  readKey,
  readKeyList,
  requestItems,
  writeKey,
  writeKeyList,
} from '../../xmpp/ox-keys';
import { attributeOf, elementsIn, isElement, type XmlElement } from '../../xmpp/xml';

/** Keys at accounts: XEP-0373, 4. */
export type Ask = (iq: XmlElement) => Promise<XmlElement | undefined>;

/** No id yet: whoever carries a question gives it one. */
const NO_ID = '';

/** The keys that an account lists, newest first; `undefined` where nobody answered. Without `address`: my own. */
async function listKeys(ask: Ask, address?: string): Promise<readonly ListedKey[] | undefined> {
  const answer = await ask(requestItems(NO_ID, KEY_LIST_NODE, address));
  if (answer === undefined) return undefined;
  if (isRefused(answer)) return isAbsent(answer) ? [] : undefined;
  const content = readItems(answer)?.content;
  return content === undefined ? [] : readKeyList(content).toSorted((one, other) => other.date - one.date);
}

/**
 * The certificates that an account publishes, at most five, newest first, nothing of which is checked; `undefined` where
 * nobody answered. Without `address`: my own.
 */
export async function findKeys(ask: Ask, address?: string): Promise<readonly Uint8Array[] | undefined> {
  const listed = await listKeys(ask, address);
  if (listed === undefined) return undefined;
  const answers = await Promise.all(
    listed
      .slice(0, WEBCHAT_LIMITS.certificates)
      .map(({ fingerprint }) => ask(requestItems(NO_ID, keyNode(fingerprint), address))),
  );
  const found = answers.map((answer) => answer && keyIn(answer)).filter((key) => key !== undefined);
  return found.length === 0 && answers.includes(undefined) ? undefined : found;
}

export function keyIn(stanza: XmlElement): Uint8Array | undefined {
  const items = isRefused(stanza) ? undefined : readItems(stanza);
  return items?.content && isElement(items.content, 'pubkey', NS.openpgp) ? readKey(items.content) : undefined;
}

/**
 * Puts a certificate where everybody finds it, and lists it beside those that are listed. Fails with
 * `webchat/no-publishing`.
 */
export async function publishKey(
  ask: Ask,
  key: { readonly certificate: Uint8Array; readonly fingerprint: Fingerprint; readonly now: number },
): Promise<void> {
  const { certificate, fingerprint, now } = key;
  await put(ask, keyNode(fingerprint), writeKey(certificate));
  const others = await listKeys(ask);
  // Without the list that is there now, the new one would take the others away.
  if (others === undefined) throw new AppError('webchat/no-publishing');
  const kept = others.filter((one) => one.fingerprint !== fingerprint);
  await put(ask, KEY_LIST_NODE, writeKeyList([{ fingerprint, date: now }, ...kept]));
}

async function put(ask: Ask, node: string, content: XmlElement): Promise<void> {
  const request = publishItem(NO_ID, node, 'current', content);
  const answer = await ask(request);
  if (answer !== undefined && !isRefused(answer)) return;
  // XEP-0060, 7.1.5: the node is there with other options, which are the person's own choice.
  const again = answer !== undefined && saysError(answer, 'conflict') ? await ask(withoutOptions(request)) : undefined;
  if (again === undefined || isRefused(again)) throw new AppError('webchat/no-publishing');
}

const withoutOptions = (iq: XmlElement): XmlElement => ({
  ...iq,
  children: elementsIn(iq).map((pubsub) => ({
    ...pubsub,
    children: elementsIn(pubsub).filter(({ name }) => name !== 'publish-options'),
  })),
});

const isRefused = (answer: XmlElement): boolean => attributeOf(answer, 'type') === 'error';

const saysError = (answer: XmlElement, condition: string): boolean =>
  elementsIn(answer).some(
    (error) => error.name === 'error' && elementsIn(error).some((one) => isElement(one, condition, NS.stanzaErrors)),
  );

/** Nothing is published; what else refuses may answer later. */
const isAbsent = (answer: XmlElement): boolean => saysError(answer, 'item-not-found');
