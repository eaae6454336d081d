import { createXmppStreams, type XmppStreams, type XmppStreamsPorts } from '../../../../lib/chatpage/xmpp/streams';
import type { TalkPlace } from '../../../../lib/core/webchat';
import { writePayload } from '../../../../lib/core/wire/webchat-payload';
import { toInline } from '../../../../lib/inline/to-inline';
import type { Direction } from '../../../../lib/proxy/contract';
import { parseXml } from '../../../../lib/xmpp/parse-xml';
import type { XmlElement } from '../../../../lib/xmpp/xml';

export const ME = 'alice@lab.test';
export const PEER = 'bob@lab.test';
export const PLACE: TalkPlace = { protocol: 'xmpp', locator: PEER, title: PEER, account: ME };

/** Octets that stand for an OpenPGP message: nobody looks into them here. */
export const MESSAGE = Uint8Array.from({ length: 300 }, (_, index) => (index * 37) & 0xff);
export const BASE64 = Buffer.from(MESSAGE).toString('base64');

type OxFacts = { readonly from?: string; readonly to?: string; readonly at?: number; readonly message?: Uint8Array };

export const oxPayload = ({ from = ME, to = PEER, at, message = MESSAGE }: OxFacts = {}): Uint8Array =>
  writePayload({ kind: 'ox', from, to, at, message });

export const oxText = (facts: OxFacts = {}): string => toInline(oxPayload(facts), Number.POSITIVE_INFINITY).join('');

export const bound = (jid: string): string =>
  `<iq id='b' type='result' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${jid}/desk</jid></bind></iq>`;

export type Wire = XmppStreams & {
  /** What goes on in the place of this frame. */
  send(text: string): string;
  receive(text: string): string;
  pass(direction: Direction, text: string): Promise<string>;
  readonly changes: { count: number };
  readonly keys: Parameters<XmppStreamsPorts['onKeys']>[0][];
};

export type WireOptions = Pick<XmppStreamsPorts, 'convenience'> & { readonly account?: string | null };

/** One stream of a page, bound already. */
export function makeWire({ account = ME, ...options }: WireOptions = {}): Wire {
  const changes = { count: 0 };
  const keys: Wire['keys'] = [];
  let drawn = 0;
  const streams = createXmppStreams({
    random: (octets) => new Uint8Array(octets).fill(++drawn),
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    onChange: () => changes.count++,
    onKeys: (found) => keys.push(found),
    ...options,
  });
  let number = 0;
  const put = (direction: Direction, text: string) => streams.onFrame({ stream: 1, number: ++number, direction, text });
  const now = (direction: Direction, text: string): string => {
    const answer = put(direction, text);
    if (answer instanceof Promise) throw new Error('not at once');
    return answer ?? text;
  };
  if (account !== null) now('in', bound(account));
  return {
    ...streams,
    send: (text) => now('out', text),
    receive: (text) => now('in', text),
    pass: async (direction, text) => (await put(direction, text)) ?? text,
    changes,
    keys,
  };
}

export function readStanza(text: string): XmlElement {
  const stanza = parseXml(text);
  if (stanza === undefined) throw new Error(`no XML: ${text}`);
  return stanza;
}
