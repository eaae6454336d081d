import { once } from 'node:events';
import WebSocket from 'ws';
import { NS } from '../../../lib/xmpp/namespaces';
import { parseXml } from '../../../lib/xmpp/parse-xml';
import { writeXml } from '../../../lib/xmpp/write-xml';
import { attributeOf, childrenOf, element, isElement, type XmlElement } from '../../../lib/xmpp/xml';
import { until } from '../wait';
import { DOMAIN, jidOf, passwordOf, type XmppLab, type XmppUser } from '../xmpp-lab/lab';

const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const BIND = 'urn:ietf:params:xml:ns:xmpp-bind';

/** One connection as a page would keep it (RFC 7395), without anything of a page. */
export type XmppClient = {
  /** Bare. */
  readonly me: string;
  /** Everything that came since it was connected, oldest first. */
  readonly received: readonly XmlElement[];
  send(stanza: XmlElement): void;
  /** An `iq`; fails where the answer is an error. */
  ask(request: XmlElement): Promise<XmlElement>;
  onMessage(hear: (message: XmlElement) => void): void;
  close(): Promise<void>;
};

export async function connectXmpp(lab: Pick<XmppLab, 'websocket'>, user: XmppUser): Promise<XmppClient> {
  const socket = new WebSocket(lab.websocket, 'xmpp');
  const received: XmlElement[] = [];
  const hearers: Array<(message: XmlElement) => void> = [];
  socket.on('message', (data: Buffer) => {
    const node = parseXml(data.toString());
    if (node === undefined) throw new Error('the server wrote what is no XML');
    received.push(node);
    if (isElement(node, 'message', NS.client)) for (const hear of hearers) hear(node);
  });
  await once(socket, 'open');
  const send = (stanza: XmlElement) => socket.send(writeXml(stanza));
  let looked = 0;
  const next = (what: string, fits: (node: XmlElement) => boolean) =>
    until(
      what,
      () => {
        const at = received.findIndex((node, index) => index >= looked && fits(node));
        if (at < 0) return undefined;
        looked = at + 1;
        return received[at];
      },
      { every: 5 },
    );
  const begin = async () => {
    send(element('open', FRAMING, { to: DOMAIN, version: '1.0' }));
    await next('features', ({ name }) => name === 'features');
  };
  const ask = async (request: XmlElement) => {
    send(request);
    const id = attributeOf(request, 'id');
    const answer = await until(
      `the answer to ${id}`,
      () => received.find((node) => node.name === 'iq' && attributeOf(node, 'id') === id),
      { every: 5 },
    );
    if (attributeOf(answer, 'type') !== 'result') throw new Error(`refused: ${writeXml(answer)}`);
    return answer;
  };
  await begin();
  const proof = Buffer.from(`\0${user}\0${passwordOf(user)}`).toString('base64');
  send(element('auth', SASL, { mechanism: 'PLAIN' }, [proof]));
  await next('success', (node) => isElement(node, 'success', SASL));
  await begin();
  await ask(element('iq', NS.client, { type: 'set', id: 'bind' }, [element('bind', BIND)]));
  send(element('presence', NS.client));
  return {
    me: jidOf(user),
    received,
    send,
    ask,
    onMessage: (hear) => void hearers.push(hear),
    async close() {
      const closed = once(socket, 'close');
      send(element('close', FRAMING));
      socket.close();
      await closed;
    },
  };
}

export const bodyOf = (message: XmlElement): string =>
  childrenOf(message, 'body', NS.client)
    .flatMap(({ children }) => children)
    .join('');
