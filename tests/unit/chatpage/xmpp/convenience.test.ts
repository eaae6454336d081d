import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Convenience } from '../../../../lib/chatpage/xmpp/convenience';
import type { ErrorCode } from '../../../../lib/core/error-codes';
import { AppError } from '../../../../lib/core/errors';
import type { TalkPlace } from '../../../../lib/core/webchat';
import { BASE64, ME, makeWire, oxPayload, oxText, PEER, PLACE } from './wire';

const CANARY = 'canary-5e1f';
const typed = (inner: string, to = PEER, type = 'chat') =>
  `<message xmlns="jabber:client" from="${ME}/desk" to="${to}" type="${type}" id="1">${inner}<request xmlns="urn:xmpp:receipts"/></message>`;
const words = typed(`<body>${CANARY}</body>`);
const came = `<message xmlns='jabber:client' from='${PEER}/phone' to='${ME}' type='chat'><body>sealed</body><openpgp xmlns='urn:xmpp:openpgp:0'>${BASE64}</openpgp></message>`;

type Told = { readonly code: ErrorCode; readonly place: TalkPlace };

function makeConvenience(changes: Partial<Convenience> = {}) {
  const told: Told[] = [];
  const asked: { place: TalkPlace; text: string }[] = [];
  const convenience: Convenience = {
    seal: async (place, text) => {
      asked.push({ place, text });
      return oxPayload();
    },
    reveal: async (_place, payload) => (payload.length > 0 ? `opened <&> ${CANARY}` : ''),
    onNotSealed: (code, place) => told.push({ code, place }),
    sentence: (code) => `sentence of ${code}`,
    ...changes,
  };
  return { convenience, told, asked, wire: makeWire({ convenience }) };
}
const refuse = (code: ErrorCode) => async (): Promise<never> => {
  throw new AppError(code);
};

afterEach(() => {
  vi.useRealTimers();
});

describe('in convenience, words of the page', () => {
  it('go out sealed', async () => {
    const { wire, asked } = makeConvenience();
    const sent = await wire.pass('out', words);
    expect(sent).not.toContain(CANARY);
    expect(sent).toContain(BASE64);
    expect(sent).toContain('request');
    expect(asked).toEqual([{ place: PLACE, text: CANARY }]);
  });

  it('go out as they are where nobody was chosen who can read them', async () => {
    const { wire } = makeConvenience({ seal: async () => 'plain' });
    expect(await wire.pass('out', words)).toBe(words);
  });

  it.each<[string, Partial<Convenience>, ErrorCode]>([
    ['while keys are locked', { seal: refuse('vault/locked') }, 'vault/locked'],
    ['when something throws', { seal: () => Promise.reject(new Error('x')) }, 'bus/internal'],
    ['when what comes back is no payload', { seal: async () => new Uint8Array(3) }, 'webchat/not-sealed'],
    [
      'when a hook throws at once',
      {
        seal: () => {
          throw new AppError('bus/refused');
        },
      },
      'bus/refused',
    ],
  ])('never go out in clear %s: a lone chat state does, and it is said', async (_when, changes, code) => {
    const { wire, told } = makeConvenience(changes);
    const sent = await wire.pass('out', words);
    expect(sent).not.toContain(CANARY);
    expect(sent).toContain("<active xmlns='http://jabber.org/protocol/chatstates'/>");
    expect(sent).not.toContain('request');
    expect(told).toEqual([{ code, place: PLACE }]);
  });

  it('do not wait longer than the page may: then they do not go out', async () => {
    vi.useFakeTimers();
    const { wire, told } = makeConvenience({ seal: () => new Promise(() => undefined) });
    const sent = wire.pass('out', words);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await sent).not.toContain(CANARY);
    expect(told).toMatchObject([{ code: 'bus/internal' }]);
  });

  it('do not go out before it is known whose they are', async () => {
    const { convenience, told } = makeConvenience({ seal: async () => 'plain' });
    const wire = makeWire({ convenience, account: null });
    const nameless = words.replace(` from="${ME}/desk"`, '');
    expect(await wire.pass('out', nameless)).not.toContain(CANARY);
    expect(told).toMatchObject([{ code: 'webchat/no-connection' }]);
  });

  it.each([
    ['no XML', `<message><body>${CANARY}`],
    ['two stanzas in one frame', `${words}${words}`],
    ['beyond a megabyte', typed(`<body>${CANARY}${'a'.repeat(1_000_000)}</body>`)],
    ['too many elements', typed(`<body>${CANARY}</body>${'<a/>'.repeat(30_000)}`)],
  ])('in a frame that is %s are refused', (_what, text) => {
    const { wire } = makeConvenience();
    expect(() => wire.send(text)).toThrow('webchat/not-sealed');
  });

  it.each([
    ['OTR', typed('<body>?OTRv3?</body>')],
    ['OMEMO', typed("<encrypted xmlns='eu.siacs.conversations.axolotl'/><body>x</body>")],
    ['a room', typed('<body>hello all</body>', 'den@rooms.lab.test', 'groupchat')],
    ['no words', typed('')],
    ['white space', ' '],
    ['a question', "<iq xmlns='jabber:client' type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>"],
  ])('are left alone: %s', (_what, text) => {
    const { wire } = makeConvenience({ seal: refuse('bus/refused') });
    expect(wire.send(text)).toBe(text);
  });

  it.each([
    ['an empty one', '<body/>'],
    ['one of OTR', '<body>?OTRv3?</body>'],
  ])('go out sealed also as a second body behind %s', async (_what, first) => {
    const { wire, asked } = makeConvenience();
    expect(await wire.pass('out', typed(`${first}<body xml:lang='de'>${CANARY}</body>`))).not.toContain(CANARY);
    expect(asked).toMatchObject([{ text: CANARY }]);
  });

  it('that are sealed already go out as in sealed mode', () => {
    const { wire } = makeConvenience({ seal: refuse('bus/refused') });
    expect(wire.send(typed(`<body>${oxText()}</body>`))).toContain(BASE64);
  });

  it('are each sealed, in a body of BOSH with several', async () => {
    const { wire, asked } = makeConvenience();
    const body = (inner: string) => `<body xmlns='http://jabber.org/protocol/httpbind' sid='a' rid='1'>${inner}</body>`;
    const sent = await wire.pass('out', body(`${words}<presence xmlns='jabber:client'/>${words}`));
    expect(sent).not.toContain(CANARY);
    expect(sent.match(/<message|<presence/g)).toEqual(['<message', '<presence', '<message']);
    expect(asked).toHaveLength(2);
  });
});

describe('in convenience, sealed words that come', () => {
  it('are handed to the page', async () => {
    const { wire } = makeConvenience();
    expect(await wire.pass('in', came)).toContain(`<body xmlns='jabber:client'>opened &lt;&amp;&gt; ${CANARY}</body>`);
  });

  it('cannot break the XML of the page', async () => {
    const { wire } = makeConvenience({ reveal: async () => '</body>\u0000\ud800' });
    expect(await wire.pass('in', came)).toContain('>&lt;/body&gt;\ufffd\ufffd</body>');
  });

  it.each<[string, string, Partial<Convenience>, ErrorCode]>([
    ['do not open', came, { reveal: refuse('mail/tampered') }, 'mail/tampered'],
    ['are damaged', came.replace(BASE64, '!'), {}, 'webchat/damaged'],
  ])('that %s are said to be so, in brackets', async (_what, frame, changes, code) => {
    const { wire } = makeConvenience(changes);
    expect(await wire.pass('in', frame)).toContain(`>[sentence of ${code}]</body>`);
  });
});
