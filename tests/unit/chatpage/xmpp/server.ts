import { writeXml } from '../../../../lib/xmpp/write-xml';
import { attributeOf, elementsIn, type XmlElement } from '../../../../lib/xmpp/xml';
import { ME, readStanza, type Wire } from './wire';

/** What Prosody's PEP does, as far as keys need it. */
export type Server = {
  /** Account, node: the item's content as XML. */
  readonly nodes: Map<string, string>;
  /** Every stanza that reached it. */
  readonly got: XmlElement[];
  /** The next publishing with options is refused as a node with other options refuses it. */
  refuse: 'conflict' | 'forbidden' | undefined;
  answer(text: string): string | undefined;
};

const PUBSUB = 'http://jabber.org/protocol/pubsub';

export function makeServer(): Server {
  const server: Server = {
    nodes: new Map(),
    got: [],
    refuse: undefined,
    answer(text) {
      const iq = readStanza(text);
      server.got.push(iq);
      const [id, to] = [attributeOf(iq, 'id') ?? '', attributeOf(iq, 'to')];
      const reply = (type: string, inner: string) =>
        `<iq xmlns='jabber:client' id='${id}' type='${type}'${to === undefined ? '' : ` from='${to}'`} to='${ME}/desk'>${inner}</iq>`;
      const error = (condition: string) =>
        reply('error', `<error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`);
      const [pubsub] = elementsIn(iq);
      if (iq.name !== 'iq' || pubsub?.namespace !== PUBSUB) return undefined;
      const [first, options] = elementsIn(pubsub);
      const node = (first && attributeOf(first, 'node')) ?? '';
      const key = `${to ?? ME} ${node}`;
      if (first?.name === 'publish') {
        if (options !== undefined && server.refuse !== undefined) return error(server.refuse);
        server.nodes.set(
          key,
          elementsIn(first)
            .map((item) =>
              elementsIn(item)
                .map((one) => writeXml(one))
                .join(''),
            )
            .join(''),
        );
        return reply('result', '');
      }
      const content = server.nodes.get(key);
      if (content === undefined) return error('item-not-found');
      return reply(
        'result',
        `<pubsub xmlns='${PUBSUB}'><items node='${node}'><item id='current'>${content}</item></items></pubsub>`,
      );
    },
  };
  return server;
}

export const STATE = `<message id="s" to="carol@lab.test" type="chat" xmlns="jabber:client"><composing xmlns="http://jabber.org/protocol/chatstates"/><no-store xmlns="urn:xmpp:hints"/></message>`;
export const PING = `<iq type="get" to="lab.test" id="ping1" xmlns="jabber:client"><ping xmlns="urn:xmpp:ping"></ping></iq>`;

/** The page types as long as something of ours waits: every carrier reaches the server, every answer comes back. */
export async function settle<T>(
  wire: Wire,
  server: Server,
  task: Promise<T>,
  carrier: () => string = () => STATE,
): Promise<T> {
  let isDone = false;
  const done = task.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  for (let turn = 0; turn < 50 && !(isDone && !wire.carrierWanted()); turn++) {
    while (wire.carrierWanted()) {
      const sent = carrier();
      const answer = server.answer(wire.send(sent));
      if (answer !== undefined) wire.receive(answer);
    }
    for (let tick = 0; tick < 10; tick++) await Promise.resolve();
  }
  return done;
}
