import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../../../lib/core/brand';
import { KEY_LIST_NODE, keyNode, writeKey, writeKeyList } from '../../../../lib/xmpp/ox-keys';
import { writeXml } from '../../../../lib/xmpp/write-xml';
import { makeServer, PING, type Server, settle } from './server';
import { bound, ME, makeWire, PEER } from './wire';

const fingerprintOf = (number: number) => String(number).padStart(40, 'a') as Fingerprint;
const CERTIFICATES = Array.from({ length: 8 }, (_, index) => new Uint8Array(40).fill(index + 1));

function publishAs(server: Server, account: string, numbers: readonly number[]): void {
  const listed = numbers.map((number) => ({ fingerprint: fingerprintOf(number), date: number * 1000 }));
  server.nodes.set(`${account} ${KEY_LIST_NODE}`, writeXml(writeKeyList(listed)));
  for (const number of numbers) {
    const certificate = CERTIFICATES[number] ?? new Uint8Array();
    server.nodes.set(`${account} ${keyNode(fingerprintOf(number))}`, writeXml(writeKey(certificate)));
  }
}

describe('keys of somebody', () => {
  it('are found in the place of chat states: nothing is added, and the page gets all answers', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    publishAs(server, PEER, [1, 2]);
    const found = await settle(wire, server, wire.findKeys(PEER));
    expect(found).toEqual([CERTIFICATES[2], CERTIFICATES[1]]);
    expect(server.got.every(({ name, attributes }) => name === 'iq' && attributes.to === PEER)).toBe(true);
    expect(server.got).toHaveLength(3);
  });

  it('are found in the place of pings, which are answered', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    publishAs(server, PEER, [1]);
    let number = 0;
    const found = await settle(wire, server, wire.findKeys(PEER), () => PING.replace('ping1', `ping${++number}`));
    expect(found).toEqual([CERTIFICATES[1]]);
  });

  it('are the five newest, where there are many', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    publishAs(server, PEER, [0, 1, 2, 3, 4, 5, 6, 7]);
    const found = await settle(wire, server, wire.findKeys(PEER));
    expect(found).toEqual([7, 6, 5, 4, 3].map((number) => CERTIFICATES[number]));
  });

  it('that are not there are none; where nobody answers, nothing is known', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    expect(await settle(wire, server, wire.findKeys(PEER))).toEqual([]);
    expect(await makeWire({ account: null }).findKeys(PEER)).toBeUndefined();
    const lost = wire.findKeys(PEER);
    wire.onClosed(1);
    expect(await lost).toBeUndefined();
  });

  it('of myself are asked for without an address', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    publishAs(server, ME, [3]);
    expect(await settle(wire, server, wire.findKeys(ME))).toEqual([CERTIFICATES[3]]);
    expect(server.got.every((iq) => !('to' in iq.attributes))).toBe(true);
  });

  const notice = (number: number, from = PEER) =>
    `<message xmlns='jabber:client' from='${from}' to='${ME}' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='${KEY_LIST_NODE}'><item>${writeXml(writeKeyList([{ fingerprint: fingerprintOf(number), date: 1 }]))}</item></items></event></message>`;

  it('that change are fetched anew, once, and only where they were asked for', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    publishAs(server, PEER, [4]);
    expect(wire.receive(notice(4))).toBe(notice(4));
    expect(wire.carrierWanted()).toBe(false);
    await settle(wire, server, wire.findKeys(PEER));
    wire.receive(notice(4));
    expect(wire.carrierWanted()).toBe(true);
    await settle(wire, server, wire.findKeys('carol@lab.test'));
    expect(wire.keys).toEqual([{ account: ME, address: PEER, certificates: [CERTIFICATES[4]] }]);
    wire.receive(notice(4));
    wire.receive(notice(5, 'eve@lab.test'));
    expect(wire.carrierWanted()).toBe(false);
  });
});

describe('my certificate', () => {
  const key = CERTIFICATES[1] ?? new Uint8Array();

  it('is put at my account, and listed beside those that are there', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    publishAs(server, ME, [2]);
    await settle(wire, server, wire.publish(key, fingerprintOf(1)));
    expect(server.nodes.get(`${ME} ${keyNode(fingerprintOf(1))}`)).toBe(writeXml(writeKey(key)));
    const listed = server.nodes.get(`${ME} ${KEY_LIST_NODE}`) ?? '';
    expect([fingerprintOf(1), fingerprintOf(2)].every((one) => listed.includes(one.toUpperCase()))).toBe(true);
    expect(await settle(wire, server, wire.findKeys(ME))).toEqual([key, CERTIFICATES[2]]);
  });

  it('is put into a node that has other options', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    server.refuse = 'conflict';
    await settle(wire, server, wire.publish(key, fingerprintOf(1)));
    expect(server.nodes.size).toBe(2);
  });

  it('is said not to be there where the server refuses it, or nobody is connected', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    server.refuse = 'forbidden';
    await expect(settle(wire, server, wire.publish(key, fingerprintOf(1)))).rejects.toThrow('webchat/no-publishing');
    await expect(makeWire({ account: null }).publish(key, fingerprintOf(1))).rejects.toThrow('webchat/no-connection');
  });

  it('is not listed alone where the list that is there could not be read: it would take the others away', async () => {
    const [wire, server] = [makeWire(), makeServer()];
    publishAs(server, ME, [2]);
    const { answer } = server;
    server.answer = (text) => {
      const given = answer(text);
      return text.includes("type='get'") ? given?.replace(/type='result'/, "type='error'") : given;
    };
    await expect(settle(wire, server, wire.publish(key, fingerprintOf(1)))).rejects.toThrow('webchat/no-publishing');
    expect(server.nodes.get(`${ME} ${KEY_LIST_NODE}`)).not.toContain(fingerprintOf(1).toUpperCase());
  });

  it('goes to the account that is meant, where there are several', async () => {
    const wire = makeWire();
    expect(wire.onFrame({ stream: 2, number: 1, direction: 'in', text: bound('alice@other.test') })).toBeUndefined();
    expect(wire.account()).toBe('alice@other.test');
    wire.publish(key, fingerprintOf(1), ME).catch(() => undefined);
    const state = (stream: number) =>
      wire.onFrame({
        stream,
        number: 2,
        direction: 'out',
        text: "<message xmlns='jabber:client' to='x@y'><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
      });
    expect(state(2)).toBeUndefined();
    expect(state(1)).toContain('publish');
  });
});
