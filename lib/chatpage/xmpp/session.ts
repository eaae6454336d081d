import type { Direction } from '../../proxy/contract';
import { bareAddress } from '../../xmpp/address';
import type { StanzaFrame } from '../../xmpp/frames';
import { NS } from '../../xmpp/namespaces';
import { attributeOf, isElement, onlyChild, textOf, type XmlElement } from '../../xmpp/xml';

/** Whose stream it is. All of it is the page's and its server's word. */
export type Session = {
  /** My bare JID; `undefined` until it was said, and after the stream's end. */
  account(): string | undefined;
  /** Learns from every frame, before anything else is done with it. */
  note(direction: Direction, frame: StanzaFrame): void;
  end(): void;
};

/** Names of sessions that can be resumed (XEP-0198, 5), and whose they are: shared by all streams of a page. */
export type Resumable = Map<string, string>;
const MOST_RESUMABLE = 16;

export function createSession(resumable: Resumable): Session {
  let account: string | undefined;

  const takeFrom = (direction: Direction, stanza: XmlElement): void => {
    if (direction === 'in') account = boundBy(stanza) ?? resumedBy(stanza, resumable) ?? account;
    account ??= namedBy(direction, stanza);
    const enabled = direction === 'in' && isElement(stanza, 'enabled', NS.streamManagement);
    const name = enabled ? attributeOf(stanza, 'id') : undefined;
    if (name === undefined || account === undefined) return;
    resumable.set(name, account);
    const [oldest] = resumable.keys();
    if (resumable.size > MOST_RESUMABLE && oldest !== undefined) resumable.delete(oldest);
  };

  return {
    account: () => account,
    note(direction, frame) {
      if (begins(direction, frame)) account = undefined;
      for (const stanza of frame.stanzas) takeFrom(direction, stanza);
      if (ends(frame)) account = undefined;
    },
    end() {
      account = undefined;
    },
  };
}

/** `<open/>` (RFC 7395, 3.4), or a body without session (XEP-0124, 7.1). */
const begins = (direction: Direction, { root }: StanzaFrame): boolean =>
  isElement(root, 'open', NS.framing) ||
  (direction === 'out' && isElement(root, 'body', NS.bosh) && attributeOf(root, 'sid') === undefined);

const ends = ({ root, stanzas }: StanzaFrame): boolean =>
  isElement(root, 'close', NS.framing) ||
  (isElement(root, 'body', NS.bosh) && attributeOf(root, 'type') === 'terminate') ||
  stanzas.some((one) => isElement(one, 'error', NS.streams));

/** RFC 6120, 7.6.1; XEP-0388, 2.6 (with XEP-0386 no bind follows). */
function boundBy(stanza: XmlElement): string | undefined {
  if (isElement(stanza, 'success', NS.sasl2)) {
    const identifier = onlyChild(stanza, 'authorization-identifier', NS.sasl2);
    return identifier && accountIn(textOf(identifier));
  }
  if (!isElement(stanza, 'iq', NS.client) || attributeOf(stanza, 'type') !== 'result') return undefined;
  const bind = onlyChild(stanza, 'bind', NS.bind);
  const jid = bind && onlyChild(bind, 'jid', NS.bind);
  return jid && accountIn(textOf(jid));
}

const resumedBy = (stanza: XmlElement, resumable: Resumable): string | undefined =>
  isElement(stanza, 'resumed', NS.streamManagement) ? resumable.get(attributeOf(stanza, 'previd') ?? '') : undefined;

/**
 * A session that began before this document says nothing of whose it is, but its stanzas do: what a server hands over is
 * to me (RFC 6120, 8.1.1), and what I send is from me, or it would be refused (8.1.2.1).
 */
function namedBy(direction: Direction, stanza: XmlElement): string | undefined {
  if (stanza.namespace !== NS.client) return undefined;
  return accountIn(attributeOf(stanza, direction === 'in' ? 'to' : 'from') ?? '');
}

const accountIn = (address: string): string | undefined => {
  const bare = bareAddress(address);
  return bare?.includes('@') ? bare : undefined;
};
