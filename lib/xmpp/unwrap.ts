import { isSameAccount } from './address';
import { NS } from './namespaces';
import { readStamp } from './time-stamp';
import { attributeOf, isElement, onlyChild, type XmlElement } from './xml';

/** A message and the way it came. `sentAt` where a server put a time to it. */
export type Unwrapped = {
  readonly way: 'direct' | 'carbon-sent' | 'carbon-received' | 'archive';
  readonly message: XmlElement;
  readonly sentAt?: number;
};

/**
 * The message in a stanza: the stanza itself, or the one in a carbon (XEP-0280) or an archive's result (XEP-0313).
 * `undefined` for what is no message, and for a wrapping that did not come from my own account: anybody could put
 * words into anybody's mouth with it (XEP-0280, 11).
 */
export function unwrap(stanza: XmlElement, me: string): Unwrapped | undefined {
  if (!isMessage(stanza)) return undefined;
  for (const [way, name, namespace] of WRAPPINGS) {
    const wrapping = onlyChild(stanza, name, namespace);
    const forwarded = wrapping && onlyChild(wrapping, 'forwarded', NS.forward);
    if (wrapping === undefined) continue;
    const from = attributeOf(stanza, 'from');
    const isMine = from === undefined ? way === 'archive' : isSameAccount(from, me) && !from.includes('/');
    const inner = forwarded?.children.filter((child) => typeof child !== 'string').filter(isMessage) ?? [];
    const [message] = inner;
    if (!isMine || forwarded === undefined || message === undefined || inner.length > 1) return undefined;
    return { way, message, ...sentAtOf(forwarded) };
  }
  return { way: 'direct', message: stanza, ...sentAtOf(stanza) };
}

const WRAPPINGS = [
  ['carbon-sent', 'sent', NS.carbons],
  ['carbon-received', 'received', NS.carbons],
  ['archive', 'result', NS.archive],
] as const;

const isMessage = (node: XmlElement): boolean =>
  isElement(node, 'message', NS.client) || isElement(node, 'message', NS.server);

function sentAtOf(node: XmlElement): { readonly sentAt?: number } {
  const delay = onlyChild(node, 'delay', NS.delay);
  const sentAt = delay && readStamp(attributeOf(delay, 'stamp') ?? '');
  return sentAt === undefined ? {} : { sentAt };
}
