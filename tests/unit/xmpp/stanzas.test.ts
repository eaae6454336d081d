// @vitest-environment jsdom

import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../lib/xmpp/check-content';
import { classify } from '../../../lib/xmpp/classify';
import { applyEdits } from '../../../lib/xmpp/edits';
import { readFrame, replacing } from '../../../lib/xmpp/frames';
import { marksOf } from '../../../lib/xmpp/marks';
import { readContent, writeContent } from '../../../lib/xmpp/ox-content';
import { publishItem, readItems, readKey, readKeyList, writeKey, writeKeyList } from '../../../lib/xmpp/ox-keys';
import { openedStanza, partStanza, sealedStanza } from '../../../lib/xmpp/ox-stanza';
import { parseXml } from '../../../lib/xmpp/parse-xml';
import { unwrap } from '../../../lib/xmpp/unwrap';
import { writeXml } from '../../../lib/xmpp/write-xml';
import type { XmlElement } from '../../../lib/xmpp/xml';

const read = (text: string): XmlElement => {
  const node = parseXml(text);
  if (node === undefined) throw new Error(`no XML: ${text}`);
  return node;
};
const NOW = Date.parse('2026-11-21T12:00:00Z');
const ME = 'juliet@example.org';
const PEER = 'romeo@example.org';
const SIGNCRYPT = `<signcrypt xmlns='urn:xmpp:openpgp:0'><to jid='${ME}'/><time stamp='2026-11-21T14:00:00+02:00'/>
  <rpad>f0rm1l4n4</rpad><payload><body xmlns='jabber:client'>This is a secret message.</body></payload></signcrypt>`;
const isOtr = (text: string) => text.startsWith('?OTR');

describe('XML', () => {
  it.each([
    '<!DOCTYPE a><a/>',
    '<a><!-- no --></a>',
    '<?xml version="1.0"?><a/>',
    '<a>&bomb;</a>',
    '<a></b>',
    '<a/><b/>',
    '<a b="1" b="2"/>',
    '<p:a/>',
    '<a>&#0;</a>',
    '<a',
    '',
    '<a>'.repeat(100),
  ])('%s is refused', (text) => {
    expect(parseXml(text)).toBeUndefined();
  });

  it.each([
    SIGNCRYPT,
    `<message xmlns='jabber:client' xml:lang='en' to="a'b">&lt;&#x1F642;&amp; <x xmlns='y'><![CDATA[<z>]]></x></message>`,
    `<stream:features xmlns:stream='http://etherx.jabber.org/streams'><bind xmlns='b'/></stream:features>`,
  ])('is read as a browser reads it, and written so that it is read the same', (text) => {
    const node = read(text);
    const dom = new DOMParser().parseFromString(text, 'text/xml').documentElement;
    const bare = (one: XmlElement): unknown => [
      one.name,
      one.namespace,
      { ...one.attributes },
      one.children.map((child) => (typeof child === 'string' ? child : bare(child))),
    ];
    expect([node.name, node.namespace]).toEqual([dom.localName, dom.namespaceURI]);
    const flat = (one: XmlElement): string =>
      one.children.map((child) => (typeof child === 'string' ? child : flat(child))).join('');
    expect(flat(node)).toBe(dom.textContent);
    expect(bare(read(writeXml(node)))).toEqual(bare(node));
  });

  it('refuses to write what XML has not', () => {
    expect(() => writeXml({ name: 'a b', namespace: '', attributes: {}, children: [] })).toThrow('wire/malformed');
    expect(() => writeXml({ name: 'a', namespace: '', attributes: {}, children: ['\u0000'] })).toThrow(
      'wire/malformed',
    );
  });
});

describe('OX content', () => {
  it('of the XEP is read', () => {
    expect(readContent(SIGNCRYPT)).toMatchObject({ kind: 'signcrypt', to: [ME], time: NOW });
  });

  it('is written, padded to steps of 256 octets, and read again', () => {
    for (const words of ['', 'x', 'é🙂'.repeat(50)]) {
      const payload = [read(`<body xmlns='jabber:client'>${words}</body>`)];
      const text = writeContent({ to: [ME], time: NOW, payload }, (length) => new Uint8Array(length).fill(7));
      expect(new TextEncoder().encode(text).length % 256).toBe(0);
      expect(readContent(text)).toMatchObject({ to: [ME], time: NOW });
    }
  });

  it('without address, with two times or two payloads is refused; hints and ids of servers inside are dropped', () => {
    expect(readContent(SIGNCRYPT.replace(/<to[^>]*>/, ''))).toBeUndefined();
    expect(readContent(SIGNCRYPT.replace(/(<time[^>]*>)/, '$1$1'))).toBeUndefined();
    expect(readContent(SIGNCRYPT.replace('</payload>', '</payload><payload/>'))).toBeUndefined();
    const more = SIGNCRYPT.replace(
      '<payload>',
      "<payload><store xmlns='urn:xmpp:hints'/><stanza-id xmlns='urn:xmpp:sid:0' id='1'/>",
    );
    expect(readContent(more)?.payload.map(({ name }) => name)).toEqual(['body']);
  });

  const facts = {
    from: `${PEER}/x`,
    to: `${ME}/y`,
    me: ME,
    now: NOW,
    signer: { userIds: [`xmpp:${PEER}`], decidedFor: [] as readonly string[] },
  };
  it('counts only when signed by the sender, for me, and of now', () => {
    const content = readContent(SIGNCRYPT);
    if (content === undefined) throw new Error('not read');
    expect(problemOf(content, facts)).toBeUndefined();
    expect(problemOf(content, { ...facts, signer: { userIds: [], decidedFor: [PEER] } })).toBeUndefined();
    expect(problemOf({ ...content, kind: 'crypt' }, facts)).toBe('kind');
    expect(problemOf(content, { ...facts, from: 'eve@example.org' })).toBe('sender');
    expect(problemOf({ ...content, to: ['eve@example.org'] }, facts)).toBe('recipient');
    expect(problemOf(content, { ...facts, to: 'eve@example.org' })).toBe('not-mine');
    expect(problemOf({ ...content, time: NOW - 8 * 86_400_000 }, facts)).toBe('time');
    expect(problemOf({ ...content, time: NOW + 8 * 86_400_000 }, facts)).toBe('time');
  });
});

describe('stanzas', () => {
  const plain = read(
    `<message xmlns='jabber:client' to='${PEER}' type='chat' id='1'><body>secret</body><x xmlns='jabber:x:oob'><url>secret</url></x><request xmlns='urn:xmpp:receipts'/><active xmlns='http://jabber.org/protocol/chatstates'/></message>`,
  );

  it('are parted: nothing that tells words stays outside', () => {
    const { inside, outside } = partStanza(plain);
    expect(inside.map(({ name }) => name)).toEqual(['body', 'x']);
    const sealed = sealedStanza(outside, Uint8Array.of(1, 2, 3));
    expect(writeXml(sealed)).not.toContain('secret');
    expect(classify(sealed, isOtr)).toEqual({ kind: 'ox', octets: Uint8Array.of(1, 2, 3) });
    expect(marksOf(sealed)).toEqual({ id: '1', asksReceipt: true, chatState: 'active' });
    expect(openedStanza(sealed, inside).children.map((one) => typeof one !== 'string' && one.name)).toEqual([
      'request',
      'active',
      'store',
      'body',
      'x',
    ]);
  });

  it.each([
    ['<body>hello</body>', 'plain'],
    ['<body>?OTRv3?</body>', 'otr'],
    ["<body>x</body><encrypted xmlns='eu.siacs.conversations.axolotl'/>", 'omemo'],
    ["<body>x</body><encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2'/>", 'omemo'],
    ["<body>x</body><x xmlns='jabber:x:encrypted'>y</x>", 'other'],
    ["<body>x</body><openpgp xmlns='urn:xmpp:openpgp:0'>!</openpgp>", 'damaged'],
    ["<openpgp xmlns='urn:xmpp:openpgp:0'>AQID</openpgp><openpgp xmlns='urn:xmpp:openpgp:0'>AQID</openpgp>", 'damaged'],
    ["<active xmlns='http://jabber.org/protocol/chatstates'/>", 'wordless'],
  ])('%s is %s', (inner, kind) => {
    expect(classify(read(`<message xmlns='jabber:client'>${inner}</message>`), isOtr).kind).toBe(kind);
  });

  it('carbons and archives count from my own account alone', () => {
    const carbon = (from: string) =>
      read(
        `<message xmlns='jabber:client' from='${from}'><received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-11-21T12:00:00Z'/><message xmlns='jabber:client' from='${PEER}'><body>x</body></message></forwarded></received></message>`,
      );
    expect(unwrap(carbon(ME), ME)).toMatchObject({ way: 'carbon-received', sentAt: NOW });
    expect(unwrap(carbon('eve@example.org'), ME)).toBeUndefined();
    expect(unwrap(carbon(`${ME}/other`), ME)).toBeUndefined();
    expect(unwrap(plain, ME)).toMatchObject({ way: 'direct' });
  });
});

describe('frames', () => {
  const bosh = `<body rid='7' xmlns='http://jabber.org/protocol/httpbind'  sid="a"><message xmlns="jabber:client"  to='b'><body>hi</body></message> <r xmlns='urn:xmpp:sm:3'/></body>`;
  it('of BOSH keep every octet that is not replaced', () => {
    const frame = readFrame(bosh);
    if (frame === undefined) throw new Error('not read');
    expect(frame.stanzas.map(({ name }) => name)).toEqual(['message', 'r']);
    expect(applyEdits(bosh, [])).toBe(bosh);
    const other = read("<message xmlns='jabber:client' to='b'/>");
    const [first] = frame.stanzas;
    expect(applyEdits(bosh, first === undefined ? [] : replacing(first, other))).toBe(
      `<body rid='7' xmlns='http://jabber.org/protocol/httpbind'  sid="a"><message xmlns='jabber:client' to='b'/> <r xmlns='urn:xmpp:sm:3'/></body>`,
    );
  });

  it.each([
    ["<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='a' version='1.0'/>", 0],
    ["<presence xmlns='jabber:client'/>", 1],
    ["<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>", 1],
  ])('of a WebSocket: %s holds %i', (text, count) => {
    expect(readFrame(text)).toMatchObject({ kind: 'websocket' });
    expect(readFrame(text)?.stanzas).toHaveLength(count);
  });

  it.each([' ', '{"a":1}', '<html/>'])('%s is none', (text) => {
    expect(readFrame(text)).toBeUndefined();
  });
});

describe('keys', () => {
  const fingerprint = '1357b01865b2503c18453d208cac2a9678548e35' as Parameters<
    typeof writeKeyList
  >[0][number]['fingerprint'];
  it('are listed, published and read again', () => {
    const list = writeKeyList([{ fingerprint, date: NOW }]);
    expect(writeXml(list)).toContain("v4-fingerprint='1357B01865B2503C18453D208CAC2A9678548E35'");
    expect(readKeyList(read(writeXml(list)))).toEqual([{ fingerprint, date: NOW }]);
    expect(readKey(read(writeXml(writeKey(Uint8Array.of(1, 2)))))).toEqual(Uint8Array.of(1, 2));
    expect(writeXml(publishItem('1', 'n', 'current', list))).toContain('<value>open</value>');
    const answer = read(
      `<iq xmlns='jabber:client'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'><item>${writeXml(list)}</item></items></pubsub></iq>`,
    );
    expect(readItems(answer)).toMatchObject({ node: 'n', content: { name: 'public-keys-list' } });
  });
});
