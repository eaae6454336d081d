import { describe, expect, it } from 'vitest';
import { toInline } from '../../../../lib/inline/to-inline';
import { readSealed } from '../../../../lib/xmpp/ox-stanza';
import { elementsIn, textOf } from '../../../../lib/xmpp/xml';
import { BASE64, ME, MESSAGE, makeWire, oxPayload, oxText, PEER, readStanza } from './wire';

/** As Converse.js 14 writes it. */
const typed = (words: string, more = ''): string => `<message xmlns="jabber:client"
                        from="${ME}/converse.js-1"
                        to="${PEER}"
                        type="chat"
                        id="7a1">
                    <body>${words}</body>
                    <active xmlns="http://jabber.org/protocol/chatstates"/>
                    <request xmlns="urn:xmpp:receipts"></request>
                    ${more}
                    <origin-id xmlns="urn:xmpp:sid:0" id="7a1"></origin-id>
                </message>`;

describe('a sealed text that the page sends', () => {
  it('goes out as OpenPGP for XMPP, with ids, receipts and states, and without the text', () => {
    const wire = makeWire();
    const sent = wire.send(typed(oxText()));
    expect(sent).not.toContain('Sotto');
    const message = readStanza(sent);
    expect(message.attributes).toEqual({ from: `${ME}/converse.js-1`, to: PEER, type: 'chat', id: '7a1' });
    expect(elementsIn(message).map(({ name }) => name)).toEqual([
      'body',
      'active',
      'request',
      'origin-id',
      'store',
      'encryption',
      'openpgp',
    ]);
    expect(textOf(elementsIn(message)[0] ?? message)).toContain('OpenPGP');
    expect(readSealed(message)).toEqual(MESSAGE);
  });

  it('takes nothing along that the page put beside it: it could say more than the words', () => {
    const sent = makeWire().send(typed(oxText(), "<x xmlns='jabber:x:oob'><url>https://lab.test/secret</url></x>"));
    expect(sent).not.toContain('secret');
  });

  it('goes out so in a body of BOSH, and nothing else of that body changes', () => {
    const wire = makeWire();
    const head = `<body rid='7' xmlns='http://jabber.org/protocol/httpbind'  sid="a">`;
    const presence = `<presence xmlns="jabber:client"  ><status>ünter</status></presence>`;
    const sent = wire.send(`${head}${presence}${typed(oxText())} ${presence}</body>`);
    expect(sent.startsWith(`${head}${presence}<message xmlns='jabber:client'`)).toBe(true);
    expect(sent.endsWith(`</message> ${presence}</body>`)).toBe(true);
    expect(sent).toContain(BASE64);
  });

  it('is found also where a server would find it: without namespace, behind an XML declaration', () => {
    const wire = makeWire();
    const bare = `<message to='${PEER}' type='chat'><body>${oxText()}</body></message>`;
    expect(wire.send(bare)).toContain(BASE64);
    const head = "<?xml version='1.0'?><body rid='7' sid='a' xmlns='http://jabber.org/protocol/httpbind'>";
    const sent = wire.send(`${head}${bare}</body>`);
    expect(sent).toContain(BASE64);
    expect([sent.startsWith(`${head}<message xmlns='`), sent.endsWith('</openpgp></message></body>')]).toEqual([
      true,
      true,
    ]);
  });
});

describe('goes out as it is', () => {
  const ours = oxText();
  const [first = '', second = ''] = toInline(oxPayload(), 300);
  it.each([
    ['plain words', typed('hello')],
    ['words beside a sealed text', typed(`see ${ours}`)],
    ['two sealed texts', typed(`${ours} ${ours}`)],
    ['a part of a sealed text', typed(first)],
    ['all parts in one body', typed(`${first} ${second}`)],
    ['a text that was sealed for somebody else', typed(oxText({ to: 'carol@lab.test' }))],
    ['a text that somebody else sealed', typed(oxText({ from: 'carol@lab.test' }))],
    ['a sealed text with a letter changed', typed(ours.replace(/.$/, (letter) => (letter === 'B' ? 'C' : 'B')))],
    ['a sealed text in a room', typed(ours).replace('type="chat"', 'type="groupchat"')],
    ['two bodies', typed(`${ours}</body><body xml:lang='de'>${ours}`)],
    ['OTR', typed('?OTR:AAMDJ+MVmSfjFZcAAAAA.')],
    [
      'OMEMO',
      `<message xmlns="jabber:client" to="${PEER}" type="chat"><encrypted xmlns="eu.siacs.conversations.axolotl"><header sid="1"/></encrypted></message>`,
    ],
    ['a stanza that is no XML', `${typed(ours)}<`],
    ['white space', ' '],
    ['another protocol', '{"body":"hello"}'],
    ['a login', "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGFsaWNlAHB3</auth>"],
  ])('%s', (_what, text) => {
    expect(makeWire().send(text)).toBe(text);
  });

  it('a frame beyond a megabyte', () => {
    const text = typed('a'.repeat(1_000_001));
    expect(makeWire().send(text)).toBe(text);
  });
});
