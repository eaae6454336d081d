import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkToCallProxy } from '../../../lib/callpage/proxy-link/call-link';
import { MEETING } from '../../../lib/callproxy/contract';

class Meeting extends Event {
  readonly relatedTarget: EventTarget | null;
  constructor(type: string, init: EventInit & { relatedTarget?: EventTarget }) {
    super(type, init);
    this.relatedTarget = init.relatedTarget ?? null;
  }
}

describe('the isolated end of the line of calls', () => {
  beforeEach(() => {
    vi.stubGlobal('MouseEvent', Meeting);
    vi.stubGlobal('RTCTrackEvent', class extends Event {});
    vi.stubGlobal('RTCDataChannelEvent', class extends Event {});
  });
  afterEach(() => vi.unstubAllGlobals());

  /** A proxy that is played by hand. */
  const play = () => {
    const performance = new EventTarget();
    const said: unknown[] = [];
    const heard: unknown[] = [];
    let node = new EventTarget();
    performance.addEventListener(MEETING, (event) => {
      node = (event as Meeting).relatedTarget ?? node;
      node.addEventListener('half', (one) => said.push((one as CustomEvent).detail));
      event.preventDefault();
    });
    const document = { createElement: () => new EventTarget() };
    const link = linkToCallProxy({ performance, document, origin: 'null' } as never, {
      onMet: () => heard.push('met'),
      onConnection: (connection) => heard.push(['connection', connection]),
      onConnectionClosed: (connection) => heard.push(['closed', connection]),
      onTransceiver: (connection) => heard.push(['transceiver', connection]),
      onChannel: (_connection, channel) => heard.push(['channel', channel]),
      onData: (channel, { octets, text }) => {
        heard.push(['data', channel, [...octets], text]);
        return channel === 9 ? Promise.reject(new Error('as it happens')) : undefined;
      },
      onBlind: (what) => heard.push(['blind', what]),
    });
    const say = (detail: unknown) => node.dispatchEvent(new CustomEvent('proxy', { detail }));
    return { link, said, heard, say, node: () => node };
  };

  it('meets the proxy once, and takes what it says', async () => {
    const { link, said, heard, say } = play();
    say('connection\n1');
    say('data\n4\n1\ntext\nä\n');
    say('data\n4\n2\noctets\n\u0000ÿ');
    say('data\n9\n3\ntext\n');
    say('closed\n1');
    await Promise.resolve();
    await Promise.resolve();
    expect(heard).toEqual([
      'met',
      ['blind', 'sandboxed'],
      ['connection', 1],
      ['data', 4, [0xc3, 0xa4, 10], true],
      ['data', 4, [0, 255], false],
      ['data', 9, [], true],
      ['closed', 1],
    ]);
    link.deliver(4, { octets: Uint8Array.of(0xc3, 0xa4), text: true });
    link.deliver(4, { octets: Uint8Array.of(0, 255), text: false });
    link.setMode('protected');
    link.stop();
    link.stop();
    say('connection\n2');
    expect(said).toEqual([
      'done\n4\n1',
      'done\n4\n2',
      'done\n9\n3',
      'deliver\n4\n0\ntext\nä',
      'deliver\n4\n0\noctets\n\u0000ÿ',
      'mode\nprotected',
      'gone',
    ]);
    expect(heard).toHaveLength(7);
  });

  it('takes a native object only behind the word whose it is, and no other event for one', () => {
    const { heard, say, node } = play();
    const track = () => Object.assign(new RTCTrackEvent('transceiver' as never, {} as never), { transceiver: {} });
    node().dispatchEvent(track());
    say('transceiver\n1');
    node().dispatchEvent(new Event('transceiver'));
    node().dispatchEvent(track());
    say('transceiver\n1');
    say('nonsense');
    node().dispatchEvent(track());
    say('channel\n1\n2');
    node().dispatchEvent(track());
    expect(heard).toEqual(['met']);
    say('transceiver\n7');
    node().dispatchEvent(track());
    node().dispatchEvent(track());
    expect(heard).toEqual(['met', ['transceiver', 7]]);
  });

  it('tells each blind spot once, and none that it does not know', () => {
    const { heard, say } = play();
    for (const what of ['codec', 'kept', 'codec', 'nonsense', '', 'constructor', 'elsewhere']) say(`blind\n${what}`);
    expect(heard).toEqual(['met', ['blind', 'codec'], ['blind', 'kept'], ['blind', 'elsewhere']]);
  });

  it('never throws, whatever the page says in the proxy’s place', () => {
    const { say, heard } = play();
    const word = fc.constantFrom(
      'connection',
      'closed',
      'transceiver',
      'channel',
      'data',
      'blind',
      '1',
      '-1',
      'NaN',
      '1e99',
      '\n',
      'text',
      'octets',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.array(fc.oneof(word, fc.string()), { maxLength: 6 }).map((all) => all.join('\n')),
        ),
        (detail) => {
          say(detail);
        },
      ),
      { numRuns: 2_000 },
    );
    for (const one of heard)
      if (Array.isArray(one) && one[0] !== 'blind') expect(Number.isSafeInteger(one[1])).toBe(true);
  });
});
