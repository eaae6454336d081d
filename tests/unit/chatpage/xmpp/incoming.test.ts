import { describe, expect, it } from 'vitest';
import { readPayload } from '../../../../lib/core/wire/webchat-payload';
import { findInline } from '../../../../lib/inline/find-inline';
import { BASE64, ME, MESSAGE, makeWire, oxText, PEER } from './wire';

const OPENPGP = `<openpgp xmlns='urn:xmpp:openpgp:0'>${BASE64}</openpgp>`;
const EME = `<encryption xmlns='urn:xmpp:eme:0' name='OpenPGP' namespace='urn:xmpp:openpgp:0'/>`;
/** As Prosody writes it: single quotes, attributes in an order of its own. */
const came = (inner: string, facts = `from='${PEER}/phone' to='${ME}'`): string =>
  `<message ${facts} xml:lang='en' type='chat' id='p1' xmlns='jabber:client'>${inner}<stanza-id by='${ME}' xmlns='urn:xmpp:sid:0' id='m1'/></message>`;
const FALLBACK = '<body>This message is encrypted &amp; you cannot read it.</body>';

const payloadIn = (text: string) => {
  const [found] = findInline(text);
  return found?.kind === 'part' ? readPayload(found.part.octets) : undefined;
};
const bodyIn = (text: string): string => /<body[^>]*>(Sotto[^<]*)<\/body>/.exec(text)?.[1] ?? '';

describe('OpenPGP for XMPP that comes', () => {
  it('is a text of the page, with what its checks need, and every other octet as it was', () => {
    const text = makeWire().receive(came(`${FALLBACK}${EME}${OPENPGP}`));
    expect(payloadIn(bodyIn(text))).toEqual({ kind: 'ox', from: PEER, to: ME, at: undefined, message: MESSAGE });
    expect(text.replace(/<body[^>]*>[^<]*<\/body>/, '')).toBe(came(''));
  });

  it('needs no fallback body, and has none twice', () => {
    const wire = makeWire();
    const none = wire.receive(came(`${EME}${OPENPGP}`));
    expect(payloadIn(bodyIn(none))).toMatchObject({ message: MESSAGE });
    const twice = wire.receive(came(`${FALLBACK}${OPENPGP}<body xml:lang='de'>Versiegelt</body>`));
    expect(twice.match(/<body/g)).toHaveLength(1);
    expect(twice).not.toContain('openpgp');
  });

  it('is not called a fallback to the page (XEP-0428)', () => {
    const about = (attributes: string) => `<fallback xmlns='urn:xmpp:fallback:0'${attributes}/>`;
    const text = makeWire().receive(
      came(`${FALLBACK}${OPENPGP}${about(" for='urn:xmpp:openpgp:0'")}${about('')}${about(" for='urn:xmpp:reply:0'")}`),
    );
    expect(text.match(/<fallback[^>]*>/g)).toEqual([about(" for='urn:xmpp:reply:0'")]);
  });

  it('has the time that the server noted, where it waited', () => {
    const text = makeWire().receive(
      came(`${OPENPGP}<delay xmlns='urn:xmpp:delay' from='lab.test' stamp='2026-11-21T10:00:00Z'/>`),
    );
    expect(payloadIn(bodyIn(text))).toMatchObject({ at: Date.parse('2026-11-21T10:00:00Z') });
  });

  it('[req 17] that came as our text has the sender, receiver and time of its stanza, whatever it says of them itself', () => {
    const claimed = oxText({ from: 'bob@lab.test', to: 'carol@lab.test', at: 7 });
    const text = makeWire().receive(came(`<body>${claimed}</body>`, `from='eve@lab.test/x' to='${ME}/desk'`));
    const facts = { from: 'eve@lab.test', to: ME, at: undefined };
    expect(payloadIn(bodyIn(text))).toEqual({ kind: 'ox', ...facts, message: MESSAGE });
  });

  const forwarded = (inner: string) =>
    `<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-11-20T10:00:00Z'/>${inner}</forwarded>`;
  const mine = came(`${FALLBACK}${OPENPGP}`, `from='${ME}/phone' to='${PEER}'`);
  const wrapped = (wrapping: string, from: string) =>
    `<message xmlns='jabber:client' from='${from}' to='${ME}/desk'>${wrapping}</message>`;
  const sent = `<sent xmlns='urn:xmpp:carbons:2'>${forwarded(mine)}</sent>`;
  const result = `<result xmlns='urn:xmpp:mam:2' queryid='q' id='9'>${forwarded(mine)}</result>`;

  it.each([
    ['a carbon of my own', wrapped(sent, ME)],
    ['my own account as archive', wrapped(result, ME)],
  ])('is found in %s', (_where, frame) => {
    const text = makeWire().receive(frame);
    expect(payloadIn(bodyIn(text))).toMatchObject({ from: ME, to: PEER, at: Date.parse('2026-11-20T10:00:00Z') });
  });

  it.each([
    ['a carbon that somebody else made up', wrapped(sent, 'eve@lab.test')],
    ['a carbon of another device', wrapped(sent, `${ME}/evil`)],
    ["another's archive", wrapped(result, 'rooms.lab.test')],
    ['what somebody passes on', wrapped(forwarded(mine), PEER)],
    ['an error that quotes it', came(OPENPGP).replace("type='chat'", "type='error'")],
    ['a room', came(OPENPGP).replace("type='chat'", "type='groupchat'")],
    ['plain words', came('<body>hello</body>')],
    ['OTR', came('<body>?OTR:AAMD.</body>')],
    ['OMEMO', came("<encrypted xmlns='eu.siacs.conversations.axolotl'/><body>x</body>")],
    [
      'keys of somebody',
      `<message xmlns='jabber:client' from='${PEER}'><event xmlns='http://jabber.org/protocol/pubsub#event'/></message>`,
    ],
  ])('is left as it is in %s', (_where, frame) => {
    expect(makeWire().receive(frame)).toBe(frame);
  });

  it.each([
    ['no base64', `<openpgp xmlns='urn:xmpp:openpgp:0'>!</openpgp>`],
    ['nothing', `<openpgp xmlns='urn:xmpp:openpgp:0'/>`],
    ['twice', `${OPENPGP}${OPENPGP}`],
    ['too large', `<openpgp xmlns='urn:xmpp:openpgp:0'>${'AAAA'.repeat(22_000)}</openpgp>`],
  ])('that is %s becomes a text that is seen to be changed', (_what, sealed) => {
    const text = makeWire().receive(came(`${FALLBACK}${sealed}`));
    expect(findInline(bodyIn(text))).toMatchObject([{ kind: 'changed', how: 'damaged' }]);
    expect(text).not.toContain('openpgp');
  });

  it('is found in every message of one body of BOSH, in their order', () => {
    const one = came(OPENPGP);
    const text = makeWire().receive(
      `<body xmlns='http://jabber.org/protocol/httpbind'>${one}<presence xmlns='jabber:client'/>${one.replace('p1', 'p2')}</body>`,
    );
    expect([...text.matchAll(/id='(p\d)'/g)].map(([, id]) => id)).toEqual(['p1', 'p2']);
    expect(text.match(/Sotto 1/g)).toHaveLength(2);
  });
});
