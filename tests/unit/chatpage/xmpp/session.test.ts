import { describe, expect, it } from 'vitest';
import bosh from '../../../fixtures/xmpp/converse-bosh.json';
import websocket from '../../../fixtures/xmpp/converse-websocket.json';
import { bound, ME, makeWire } from './wire';

const OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='lab.test' version='1.0'/>";
const CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
const httpbind = (attributes: string, inner = '') =>
  `<body xmlns='http://jabber.org/protocol/httpbind' ${attributes}>${inner}</body>`;

describe('whose stream it is', () => {
  it.each([
    ['the resource that was bound', bound('Alice@LAB.test')],
    [
      'SASL2',
      `<success xmlns='urn:xmpp:sasl:2'><authorization-identifier>${ME}/desk</authorization-identifier></success>`,
    ],
    ['what the server hands over', `<presence xmlns='jabber:client' from='bob@lab.test' to='${ME}/desk'/>`],
    ['a body of BOSH', httpbind("sid='a'", bound(ME))],
  ])('is known by %s', (_how, text) => {
    const wire = makeWire({ account: null });
    expect([wire.account(), wire.connected()]).toEqual([undefined, false]);
    wire.receive(text);
    expect([wire.account(), wire.connected()]).toEqual([ME, true]);
    expect(wire.changes.count).toBe(1);
  });

  it('is known by what the page sends', () => {
    const wire = makeWire({ account: null });
    wire.send(`<message xmlns='jabber:client' from='${ME}/desk' to='bob@lab.test'/>`);
    expect(wire.account()).toBe(ME);
  });

  it('is not what somebody else, or the page before it has logged in, says', () => {
    const wire = makeWire({ account: null });
    wire.send("<iq xmlns='jabber:client' type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    wire.send(bound('eve@lab.test'));
    wire.receive("<message xmlns='jabber:client' from='eve@lab.test' to='lab.test'><body>x</body></message>");
    expect(wire.account()).toBeUndefined();
    wire.receive(bound(ME));
    wire.receive("<message xmlns='jabber:client' from='bob@lab.test' to='other@lab.test'/>");
    expect(wire.account()).toBe(ME);
  });

  it('is remembered for a session that is resumed', () => {
    const wire = makeWire();
    wire.receive("<enabled xmlns='urn:xmpp:sm:3' id='s1' resume='true'/>");
    const resumed = (previd: string) =>
      wire.onFrame({
        stream: 2,
        number: 1,
        direction: 'in',
        text: `<resumed xmlns='urn:xmpp:sm:3' h='1' previd='${previd}'/>`,
      });
    wire.onClosed(1);
    expect(wire.connected()).toBe(false);
    expect(resumed('s0')).toBeUndefined();
    expect(wire.connected()).toBe(false);
    expect(resumed('s1')).toBeUndefined();
    expect(wire.account()).toBe(ME);
  });

  it.each([
    ['closed', 'in', CLOSE],
    ['closed by the page', 'out', CLOSE],
    ['opened anew', 'out', OPEN],
    [
      'ended by an error',
      'in',
      "<stream:error xmlns:stream='http://etherx.jabber.org/streams'><conflict/></stream:error>",
    ],
    ['a session that was terminated', 'in', httpbind("type='terminate' condition='item-not-found'")],
    ['a new session of BOSH', 'out', httpbind("rid='1' to='lab.test'")],
  ] as const)('is not known after it is %s', (_what, direction, text) => {
    const wire = makeWire();
    expect(direction === 'in' ? wire.receive(text) : wire.send(text)).toBe(text);
    expect(wire.account()).toBeUndefined();
  });

  it('is that of the stream that was connected last, where there are several', () => {
    const wire = makeWire();
    const second = (text: string) => wire.onFrame({ stream: 2, number: 1, direction: 'in', text });
    expect(second(bound('alice@other.test'))).toBeUndefined();
    expect(wire.account()).toBe('alice@other.test');
    wire.onClosed(2);
    expect(wire.account()).toBe(ME);
  });
});

describe.each([
  ['WebSocket', websocket],
  ['BOSH', bosh],
])('Converse.js on Prosody, over %s', (_transport, steps) => {
  const devices = [...new Set(steps.map(({ device }) => device))];

  it.each(devices)('%s: connected with its account, and no frame without OpenPGP is changed', (device) => {
    const wire = makeWire({ account: null });
    for (const step of steps.filter((one) => one.device === device)) {
      for (const { way, text } of step.frames) expect(way === 'in' ? wire.receive(text) : wire.send(text)).toBe(text);
    }
    expect(wire.account()).toBe(`${device.replace(/-\d$/, '')}@lab.test`);
  });

  it('after a reload the account is known, though nothing is bound', () => {
    const reload = steps.find(({ step }) => step === 'alice-reloads');
    const wire = makeWire({ account: null });
    for (const { way, text } of reload?.frames ?? [])
      expect(way === 'in' ? wire.receive(text) : wire.send(text)).toBe(text);
    expect(wire.account()).toBe(ME);
  });
});
