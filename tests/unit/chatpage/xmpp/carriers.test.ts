import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCarriers } from '../../../../lib/chatpage/xmpp/carriers';
import { requestItems } from '../../../../lib/xmpp/ox-keys';
import { attributeOf } from '../../../../lib/xmpp/xml';
import { PING, STATE } from './server';
import { ME, readStanza } from './wire';

const QUESTION = requestItems('', 'urn:xmpp:openpgp:0:public-keys');
const FAR = requestItems('', 'urn:xmpp:openpgp:0:public-keys', 'bob@elsewhere.test');

function makeCarriers() {
  let drawn = 0;
  return createCarriers({ account: () => ME, random: (octets) => new Uint8Array(octets).fill(++drawn) });
}
const iq = (attributes: string, inner = '') => readStanza(`<iq xmlns='jabber:client' ${attributes}>${inner}</iq>`);
const state = readStanza(STATE);
const ping = readStanza(PING);

describe('a question of ours', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes in the place of a lone chat state, with an id of its own, and its answer reaches the page as it is', async () => {
    const carriers = makeCarriers();
    const answer = carriers.ask(QUESTION);
    expect(carriers.wanted()).toBe(true);
    const carried = carriers.carry(state);
    expect(carried).toMatchObject({ name: 'iq', attributes: { type: 'get', id: '01'.repeat(16) } });
    expect(carriers.wanted()).toBe(false);
    const result = iq(`type='result' id='${'01'.repeat(16)}'`);
    expect(carriers.answered(result)).toBeUndefined();
    expect(await answer).toBe(result);
  });

  it('goes in the place of a ping, and the page gets the empty result that it waits for, also for an error', async () => {
    const carriers = makeCarriers();
    const answer = carriers.ask(QUESTION);
    const carried = carriers.carry(ping);
    expect(carried && attributeOf(carried, 'id')).toBe('ping1');
    expect(carried && attributeOf(carried, 'to')).toBeUndefined();
    const error = iq(`type='error' id='ping1' to='${ME}/desk'`, '<error/>');
    expect(carriers.answered(error)).toMatchObject({
      attributes: { type: 'result', id: 'ping1', from: 'lab.test', to: `${ME}/desk` },
      children: [],
    });
    expect(await answer).toBe(error);
  });

  it('to another server does not go in the place of a ping: a slow answer would look like a lost connection', () => {
    const carriers = makeCarriers();
    carriers.ask(FAR).catch(() => undefined);
    expect(carriers.carry(ping)).toBeUndefined();
    expect(carriers.carry(state)).toMatchObject({ attributes: { to: 'bob@elsewhere.test' } });
  });

  it.each([
    ['words', '<body>hello</body>', ''],
    ['a receipt', "<received xmlns='urn:xmpp:receipts' id='1'/>", ''],
    ['a marker', "<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>", ''],
    ['a request for a receipt', "<request xmlns='urn:xmpp:receipts'/>", ''],
    ['OMEMO', "<encrypted xmlns='urn:xmpp:omemo:2'/>", ''],
    ['text between', 'x', ''],
    ['an error', '', "type='error'"],
  ])('never in the place of a message with %s', (_what, inner, attributes) => {
    const carriers = makeCarriers();
    carriers.ask(QUESTION).catch(() => undefined);
    const message = `<message xmlns='jabber:client' to='bob@lab.test' ${attributes}>${inner}<active xmlns='http://jabber.org/protocol/chatstates'/></message>`;
    expect(carriers.carry(readStanza(message))).toBeUndefined();
  });

  it.each([
    ['a room, where it tells whether I am still there', PING.replace('lab.test', 'den@rooms.lab.test/alice')],
    ['another server', PING.replace('lab.test', 'elsewhere.test')],
    ['with something else in it', PING.replace('</iq>', "<x xmlns='y'/></iq>")],
    ['that is a result', PING.replace('"get"', '"result"')],
    ['nobody: another question', PING.replace('urn:xmpp:ping', 'urn:xmpp:time')],
  ])('never in the place of a ping to %s', (_what, text) => {
    const carriers = makeCarriers();
    carriers.ask(QUESTION).catch(() => undefined);
    expect(carriers.carry(readStanza(text))).toBeUndefined();
  });

  it('is not answered by somebody else, nor by a request of the same id', async () => {
    const carriers = makeCarriers();
    const answer = carriers.ask(requestItems('', 'n', 'bob@lab.test'));
    carriers.carry(state);
    const id = '01'.repeat(16);
    carriers.answered(iq(`type='result' id='${id}' from='eve@lab.test'`));
    carriers.answered(iq(`type='result' id='${id}'`));
    carriers.answered(iq(`type='get' id='${id}' from='bob@lab.test'`));
    const genuine = iq(`type='result' id='${id}' from='bob@lab.test'`);
    carriers.answered(genuine);
    expect(await answer).toBe(genuine);
  });

  it('comes to an end without a stanza, without an answer, with the stream', async () => {
    const carriers = makeCarriers();
    const uncarried = carriers.ask(QUESTION);
    vi.advanceTimersByTime(120_000);
    expect(await uncarried).toBeUndefined();
    expect(carriers.wanted()).toBe(false);
    const unanswered = carriers.ask(QUESTION);
    carriers.carry(ping);
    vi.advanceTimersByTime(30_000);
    expect(await unanswered).toBeUndefined();
    // The page's ping still waits, and is answered when the answer comes after all.
    expect(carriers.answered(iq("type='result' id='ping1'"))).toMatchObject({ attributes: { id: 'ping1' } });
    const ended = [carriers.ask(QUESTION), carriers.ask(QUESTION)];
    carriers.carry(state);
    carriers.end();
    expect(await Promise.all(ended)).toEqual([undefined, undefined]);
  });

  it('is refused when too many wait', async () => {
    const carriers = makeCarriers();
    for (let count = 0; count < 32; count++) carriers.ask(QUESTION).catch(() => undefined);
    expect(await carriers.ask(QUESTION)).toBeUndefined();
  });
});
