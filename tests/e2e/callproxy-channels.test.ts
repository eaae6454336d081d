import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { setCallProxyStage } from '../support/callproxy-probe/stage';

type Channel = RTCDataChannel & { seen: unknown[] };
type Four = { a: RTCPeerConnection; b: RTCPeerConnection; mine: RTCDataChannel; theirs: Channel };
declare const channels: (options?: RTCDataChannelInit) => Promise<Four>;
declare const end: (two: { a: RTCPeerConnection; b: RTCPeerConnection }) => void;
declare const waitFor: <T>(what: string, look: () => T | Promise<T>) => Promise<T>;
declare const shown: (data: unknown) => Promise<string>;
declare const named: (run: () => unknown) => string;

const SENDS = async (four: Four) => {
  const buffer = Uint8Array.of(9, 1, 2, 3, 9).buffer;
  four.mine.send('text: ä \u{1f600}');
  four.mine.send(new Blob(['blob']) as never);
  four.mine.send(buffer);
  four.mine.send(new Uint8Array(buffer, 1, 3));
  four.mine.send(new DataView(buffer, 1, 2));
  four.mine.send('');
  four.mine.send(new ArrayBuffer(0));
  four.mine.send({ toString: () => 'object' } as never);
  new Uint8Array(buffer).fill(0);
  await waitFor('all of them', () => four.theirs.seen.length === 8);
  return Promise.all(four.theirs.seen.map(shown));
};
const SEEN = [
  'text: ä \u{1f600}',
  '4 octets 98,108,111,98',
  '5 octets 9,1,2,3,9',
  '3 octets 1,2,3',
  '2 octets 1,2',
  '',
  '0 octets ',
  'object',
];

describe.each(KINDS)('the proxy of calls and data channels in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setCallProxyStage>>;
    beforeAll(async () => {
      stage = await setCallProxyStage(kind);
    });
    afterAll(() => stage?.close());
    const dataHeard = async () => (await stage.heard()).heard.filter((one) => one.startsWith('data'));

    it.each(['off', 'clear', 'protected'])('carries every kind of message in its order: %s', async (half) => {
      const page = await stage.open(half);
      const seen = await page.evaluate(async (body) => {
        const four = await channels();
        const run = new Function('four', `return (${body})(four)`) as (four: Four) => Promise<string[]>;
        const answer = await run(four);
        end(four);
        return answer;
      }, SENDS.toString());
      // Chromium lets what comes behind a Blob go first; sealed, the order is that of sending.
      if (half === 'protected') expect(seen).toEqual(SEEN);
      else expect(seen.toSorted()).toEqual(SEEN.toSorted());
      if (half === 'clear') expect(await dataHeard()).toEqual([]);
      if (half === 'protected') expect(await dataHeard()).toHaveLength(8);
    });

    it('keeps the page’s own object, its events and its kinds of listeners; in clear they are the browser’s', async () => {
      const facts = async (half: string) => {
        const page = await stage.open(half);
        return page.evaluate(async () => {
          const four = await channels({ ordered: false, maxRetransmits: 3, protocol: 'p' });
          four.theirs.binaryType = 'blob';
          const calls: string[] = [];
          const note = (who: string) => (event: MessageEvent) =>
            calls.push(
              `${who} ${event.data instanceof Blob ? `blob ${event.data.size}` : event.data} ${event.target === four.theirs} ${event.type} ${event.origin === location.origin || event.origin} ${event.lastEventId}`,
            );
          four.theirs.onmessage = note('on');
          four.theirs.addEventListener('message', note('capture'), true);
          four.theirs.addEventListener('message', note('once'), { once: true });
          four.theirs.addEventListener('message', { handleEvent: note('object') });
          four.mine.send('one');
          await waitFor('one', () => calls.length === 4);
          four.mine.send(new ArrayBuffer(7));
          await waitFor('two', () => calls.length === 7);
          const { label, ordered, maxRetransmits, protocol, negotiated, readyState, bufferedAmount, id } = four.mine;
          const closed = new Promise<void>((resolve) => {
            four.theirs.onclose = () => resolve();
          });
          const answer = {
            calls,
            facts: { label, ordered, maxRetransmits, protocol, negotiated, readyState, bufferedAmount, id },
            isA: four.mine instanceof RTCDataChannel && four.mine.constructor === RTCDataChannel,
            own: Object.keys(four.mine),
            native: [RTCDataChannel.prototype.send, RTCPeerConnection, RTCPeerConnection.prototype.addTrack].map((it) =>
              /\[native code\]/.test(String(it)),
            ),
            none: named(() => (four.mine.send as () => void)()),
            wrong: named(() => RTCDataChannel.prototype.send.call({} as never, 'x' as never)),
          };
          four.mine.close();
          await closed;
          const late = named(() => four.mine.send('late'));
          end(four);
          return { ...answer, late, state: four.mine.readyState };
        });
      };
      const plain = await facts('off');
      for (const half of ['clear', 'protected']) expect(await facts(half), half).toEqual(plain);
    });

    it('holds both ways what comes before the mode is known, and then does as the mode wants', async () => {
      for (const mode of ['clear', 'protected']) {
        const page = await stage.open('held');
        await page.evaluate(async () => {
          const four = await channels();
          Object.assign(globalThis, { four });
          four.mine.send('one');
          four.mine.send(new Blob(['22']) as never);
          four.mine.send('three');
        });
        const { amount } = (await page.evaluate('({ amount: four.mine.bufferedAmount })')) as { amount: number };
        expect(amount).toBe(10);
        await stage.say(mode);
        const seen = await page.evaluate(async () => {
          const { four } = globalThis as unknown as { four: Four };
          await waitFor('all', () => four.theirs.seen.length === 3);
          four.mine.send('four');
          await waitFor('the last', () => four.theirs.seen.length === 4);
          return [...(await Promise.all(four.theirs.seen.map(shown))), four.mine.bufferedAmount];
        });
        if (mode === 'protected') expect(seen).toEqual(['one', '2 octets 50,50', 'three', 'four', 0]);
        else expect(seen.toSorted()).toEqual([0, '2 octets 50,50', 'four', 'one', 'three']);
        expect((await dataHeard()).length, mode).toBe(mode === 'clear' ? 0 : 4);
      }
    });

    it('goes over to sealing in the middle, and sends nothing when nobody is there to seal', async () => {
      const page = await stage.open('clear');
      const facts = await page.evaluate(async () => {
        const four = await channels();
        four.mine.send('clear');
        await waitFor('the first', () => four.theirs.seen.length === 1);
        performance.dispatchEvent(new Event('half-protected'));
        four.mine.send('sealed');
        await waitFor('the second', () => four.theirs.seen.length === 2);
        const { bytesSent } = [...(await four.a.getStats()).values()].find(({ type }) => type === 'data-channel');
        performance.dispatchEvent(new Event('half-stop'));
        const refused = named(() => four.mine.send('lost'));
        const after = [...(await four.a.getStats()).values()].find(({ type }) => type === 'data-channel').bytesSent;
        const { seen } = four.theirs;
        end(four);
        return { seen, refused, isSame: bytesSent === after };
      });
      expect(facts).toEqual({ seen: ['clear', 'sealed'], refused: 'NetworkError', isSame: true });
      expect(await dataHeard()).toEqual(['data sealed']);
    });

    it('counts as buffered what is being sealed, tells when it is low, and closes behind it', async () => {
      const page = await stage.open('protected', '&slow');
      const facts = await page.evaluate(async () => {
        const four = await channels();
        four.mine.bufferedAmountLowThreshold = 1_000;
        let low = 0;
        four.mine.onbufferedamountlow = () => {
          low += 1;
        };
        let turns = 0;
        while (four.mine.bufferedAmount < 64_000) {
          four.mine.send(new Uint8Array(8_000));
          turns += 1;
        }
        await waitFor('room', () => low > 0);
        const amount = four.mine.bufferedAmount;
        const closed = new Promise<void>((resolve) => {
          four.theirs.onclose = () => resolve();
        });
        four.mine.send('last');
        four.mine.close();
        const { readyState } = four.mine;
        const late = named(() => four.mine.send('late'));
        await closed;
        const answer = { turns, low, isLow: amount <= 1_000, readyState, late, last: four.theirs.seen.at(-1) };
        end(four);
        return answer;
      });
      expect(facts).toEqual({
        turns: 8,
        low: 1,
        isLow: true,
        readyState: 'closing',
        late: 'InvalidStateError',
        last: 'last',
      });
    });

    it('keeps channels where they are seen: none moves to a worker', async () => {
      const page = await stage.open('clear');
      const facts = await page.evaluate(async () => {
        const worker = new Worker(URL.createObjectURL(new Blob([''])));
        const four = await channels();
        const fresh = four.a.createDataChannel('fresh');
        const moves = [four.theirs, fresh].flatMap((channel) => [
          named(() => worker.postMessage(channel, [channel] as never)),
          named(() => worker.postMessage(channel, { transfer: [channel] as never })),
          named(() => structuredClone(channel, { transfer: [channel] as never })),
          named(() => new MessageChannel().port1.postMessage(channel, [channel] as never)),
        ]);
        // A way around what we replaced is shut by the browser itself.
        const iterable = { [Symbol.iterator]: () => [fresh][Symbol.iterator]() };
        const around = named(() => worker.postMessage(fresh, { transfer: iterable as never }));
        const buffer = new ArrayBuffer(8);
        worker.postMessage(buffer, [buffer]);
        const answer = { moves, around, state: fresh.readyState !== 'closed', moved: buffer.byteLength };
        end(four);
        return answer;
      });
      expect(facts).toEqual({
        moves: Array(8).fill('DataCloneError'),
        around: 'DataCloneError',
        state: true,
        moved: 0,
      });
    });

    it('takes channels that both sides made with a number of their own', async () => {
      const page = await stage.open('protected');
      const seen = await page.evaluate(async () => {
        const four = await channels({ negotiated: true, id: 5 });
        four.mine.send('one');
        await waitFor('it', () => four.theirs.seen.length === 1);
        const answer = [four.mine.id, four.theirs.id, ...four.theirs.seen];
        end(four);
        return answer;
      });
      expect(seen).toEqual([5, 5, 'one']);
      const { heard } = await stage.heard();
      expect(heard.filter((one) => one.startsWith('channel'))).toEqual(['channel 1 talk', 'channel 2 talk']);
    });
  });
});
