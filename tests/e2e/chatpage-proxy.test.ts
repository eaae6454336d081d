import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { setProxyStage } from '../support/proxy-probe/stage';
import { until } from '../support/wait';

type Socket = WebSocket & { seen: unknown[] };
declare const opened: (url: string, protocols?: string | string[]) => Promise<Socket>;
declare const seen: (socket: Socket, count: number) => Promise<unknown[]>;
declare const ended: (socket: Socket) => Promise<unknown[]>;

const FRAMES = Number(process.env.PROXY_FRAMES ?? 2_000);

describe.each(KINDS)('the proxy and sockets in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setProxyStage>>;
    beforeAll(async () => {
      stage = await setProxyStage(kind);
    });
    afterAll(() => stage?.close());

    /** Connects, does something with the socket, and answers what it says. */
    const withSocket = <T>(page: Page, protocol: string, work: (socket: Socket) => T | Promise<T>): Promise<T> =>
      page.evaluate(
        async (url, named, body) => {
          const socket = await opened(url, named);
          return (new Function('socket', `return (${body})(socket)`) as (socket: Socket) => Promise<T>)(socket);
        },
        stage.server.socketUrl,
        protocol,
        work.toString(),
      ) as Promise<T>;

    it('leaves everything that is not XMPP as the browser made it, and hands over nothing of it', async () => {
      const page = await stage.open('change');
      const facts = await withSocket(page, 'chat', async (socket) => {
        const trusted: unknown[] = [];
        socket.onmessage = (event) => trusted.push(event.isTrusted, event.data, event.target === socket, event.origin);
        socket.send('echo clear');
        await seen(socket, 1);
        return trusted;
      });
      expect(facts).toEqual([true, 'clear', true, stage.server.origin.replace('http', 'ws')]);
      expect(await stage.heard()).toEqual({ isMet: true, heard: [] });
    });

    it('keeps class, constants, prototype, subclasses and every kind of listener the page’s', async () => {
      const page = await stage.open('change');
      const facts = await page.evaluate(async (url) => {
        class Own extends WebSocket {
          own = 7;
          override send(data: string) {
            super.send(data.toUpperCase().replace('ECHO', 'echo').replace('CLEAR', 'clear'));
          }
        }
        const socket = new Own(url, ['xmpp', 'other']);
        const calls: string[] = [];
        const stop = new AbortController();
        const object = { handleEvent: (event: MessageEvent) => calls.push(`object ${event.data}`) };
        socket.addEventListener('message', (event) => calls.push(`once ${event.data}`), { once: true });
        socket.addEventListener('message', () => calls.push('never'), { signal: stop.signal });
        socket.addEventListener('message', object);
        socket.onmessage = function (this: WebSocket, event) {
          calls.push(`on ${event.data} ${this === socket} ${event.currentTarget === socket} ${event.type}`);
        };
        stop.abort();
        await new Promise((resolve) => socket.addEventListener('open', resolve));
        socket.send('echo clear a');
        socket.send('echo clear b');
        await new Promise<void>((resolve) => socket.addEventListener('message', () => calls.length === 5 && resolve()));
        const made = new MessageEvent('message', { data: 'clear by page' });
        socket.dispatchEvent(made);
        return {
          calls,
          own: socket.own,
          isA: socket instanceof WebSocket && socket instanceof Own && socket instanceof EventTarget,
          named: [socket.constructor.name, WebSocket.name, WebSocket.length, WebSocket.prototype.send.name],
          same: WebSocket.prototype.constructor === WebSocket && Object.getPrototypeOf(Own) === WebSocket,
          constants: [WebSocket.OPEN, socket.OPEN, socket.readyState, socket.protocol, socket.binaryType],
          native: [WebSocket, WebSocket.prototype.send].map((it) => /\[native code\]/.test(String(it))),
          plain: (() => {
            try {
              (WebSocket as unknown as () => void)();
              return 'no throw';
            } catch (error) {
              return (error as Error).name;
            }
          })(),
          bad: (() => {
            try {
              return String(new WebSocket('nonsense://x'));
            } catch (error) {
              return (error as Error).name;
            }
          })(),
          keys: Object.keys(WebSocket.prototype).includes('send') && !Object.keys(window).includes('WebSocket'),
        };
      }, stage.server.socketUrl);
      expect(facts).toEqual({
        calls: [
          'once sealed A',
          'object sealed A',
          'on sealed A true true message',
          'object sealed B',
          'on sealed B true true message',
          'object clear by page',
          'on clear by page true true message',
        ],
        own: 7,
        isA: true,
        named: ['Own', 'WebSocket', 1, 'send'],
        same: true,
        constants: [1, 1, 1, 'xmpp', 'blob'],
        native: [true, true],
        plain: 'TypeError',
        bad: 'SyntaxError',
        keys: true,
      });
    });

    it('lets a frame that is answered at once as it is go on in the browser’s own event', async () => {
      const page = await stage.open('same');
      const facts = await withSocket(page, 'xmpp', async (socket) => {
        const trusted: unknown[] = [];
        socket.onmessage = (event) => trusted.push(event.isTrusted, event.data);
        socket.send('echo clear');
        const amount = socket.bufferedAmount > 0;
        await seen(socket, 1);
        return [...trusted, amount];
      });
      expect(facts).toEqual([true, 'clear', true]);
      const { heard } = await stage.heard();
      expect(heard).toEqual([
        { kind: 'stream', stream: 1, over: 'websocket', url: stage.server.socketUrl },
        { kind: 'frame', stream: 1, number: 1, direction: 'out', text: 'echo clear' },
        { kind: 'frame', stream: 1, number: 1, direction: 'in', text: 'clear' },
      ]);
    });

    it.each(['change', 'change soon'])('puts in other texts both ways where the half answers: %s', async (half) => {
      const page = await stage.open(half);
      const facts = await withSocket(page, 'xmpp', async (socket) => {
        socket.send('count 3');
        socket.send('<message>clear</message>');
        return seen(socket, 3);
      });
      expect(facts).toEqual([1, 2, 3].map((number) => `<message>opened ${number}</message>`));
      await until('the last frame', () => stage.server.came.length === 2);
      expect(stage.server.came).toEqual(['count 3', '<message>sealed</message>']);
    });

    it(`keeps the order of ${FRAMES} frames each way, of which none is lost or doubled, whatever the half’s delays`, async () => {
      const page = await stage.open('change later');
      const got = await page.evaluate(
        async (url, count) => {
          const socket = await opened(url, 'xmpp');
          socket.send(`count ${count}`);
          for (let number = 1; number <= count; number += 1) {
            socket.send(`<message>clear ${number}</message>`);
            if (number % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
          }
          const all = await seen(socket, count);
          return all as string[];
        },
        stage.server.socketUrl,
        FRAMES,
      );
      const wanted = (word: string) =>
        Array.from({ length: FRAMES }, (_, at) => `<message>${word} ${at + 1}</message>`);
      expect(got).toEqual(wanted('opened'));
      await until('all to reach the server', () => stage.server.came.length > FRAMES);
      expect(stage.server.came.slice(1)).toEqual(wanted('sealed'));
    });

    it('says close, with its code and reason, after the frames before it', async () => {
      const page = await stage.open('change later');
      const facts = await withSocket(page, 'xmpp', async (socket) => {
        const states: number[] = [];
        socket.addEventListener('message', () => states.push(socket.readyState));
        socket.send('close 4321 as agreed');
        await ended(socket);
        return { seen: socket.seen, closed: socket.readyState, opened: states.filter((state) => state === 3).length };
      });
      expect(facts.seen).toEqual([
        '<message>opened one</message>',
        '<message>opened two</message>',
        '<message>opened three</message>',
        'close 4321 as agreed true',
      ]);
      expect(facts).toMatchObject({ closed: 3, opened: 0 });
      expect((await stage.heard()).heard.at(-1)).toEqual({ kind: 'closed', stream: 1 });
    });

    it('says a broken connection after the frames before it', async () => {
      const page = await stage.open('change later');
      const facts = await withSocket(page, 'xmpp', async (socket) => {
        socket.send('drop');
        await ended(socket);
        return socket.seen;
      });
      expect(facts.slice(0, 3)).toEqual(['one', 'two', 'three'].map((name) => `<message>opened ${name}</message>`));
      expect(facts.at(-1)).toBe('close 1006  false');
    });

    it('closes behind the frames that wait, and looks to the page as if it closed at once', async () => {
      const page = await stage.open('change later');
      const facts = await withSocket(page, 'xmpp', async (socket) => {
        for (let number = 1; number <= 50; number += 1) socket.send(`clear ${number}`);
        const buffered = socket.bufferedAmount > 300;
        const errors: string[] = [];
        for (const [code, reason] of [
          [1001, ''],
          [3000, 'x'.repeat(124)],
        ] as const)
          try {
            socket.close(code, reason);
          } catch (error) {
            errors.push((error as DOMException).name);
          }
        const before = socket.readyState;
        socket.close(3456, 'done');
        socket.send('too late');
        const state = socket.readyState;
        await ended(socket);
        return { buffered, errors, before, state, seen: socket.seen };
      });
      expect(facts).toEqual({
        buffered: true,
        errors: ['InvalidAccessError', 'SyntaxError'],
        before: 1,
        state: 2,
        seen: ['close 3456 done true'],
      });
      await until('the end at the server', () => stage.server.came.at(-1)?.startsWith('closed'));
      expect(stage.server.came).toEqual([
        ...Array.from({ length: 50 }, (_, at) => `sealed ${at + 1}`),
        'closed 3456 done',
      ]);
    });

    it('keeps binary frames at their place among texts that wait, as they were when they were sent', async () => {
      const page = await stage.open('change later');
      const facts = await withSocket(page, 'xmpp', async (socket) => {
        socket.binaryType = 'arraybuffer';
        const octets = new TextEncoder().encode('octets');
        socket.send('echo clear 1');
        socket.send(octets);
        octets.fill(0);
        socket.send('binary answer');
        socket.send('echo clear 2');
        const all = await seen(socket, 3);
        return all.map((one) => (typeof one === 'string' ? one : new TextDecoder().decode(one as ArrayBuffer)));
      });
      expect(facts).toEqual(['sealed 1', 'answer', 'sealed 2']);
      expect(stage.server.came).toEqual(['echo sealed 1', 'binary octets', 'binary answer', 'echo sealed 2']);
    });

    it('goes on where the page changes every built-in after us', async () => {
      const page = await stage.open('change later');
      const facts = await page.evaluate(async (url) => {
        const socket = await opened(url, 'xmpp');
        const caught: string[] = [];
        const spoil = (of: object, names: readonly string[]) => {
          for (const name of names)
            Object.defineProperty(of, name, {
              configurable: true,
              writable: true,
              value: () => {
                caught.push(name);
                throw new Error(name);
              },
            });
        };
        const all = seen(socket, 20);
        spoil(String.prototype, ['indexOf', 'slice', 'charCodeAt', 'split', 'includes', 'startsWith']);
        spoil(WeakMap.prototype, ['get', 'set', 'has']);
        spoil(Map.prototype, ['get', 'set', 'has', 'delete']);
        spoil(EventTarget.prototype, ['dispatchEvent']);
        spoil(Reflect, ['apply', 'construct', 'defineProperty', 'setPrototypeOf']);
        spoil(Event.prototype, ['stopImmediatePropagation', 'preventDefault']);
        spoil(window, ['CustomEvent', 'MessageEvent', 'Proxy', 'structuredClone', 'setTimeout', 'clearTimeout']);
        Object.defineProperty(Object.prototype, 'detail', { configurable: true, value: 'of the page' });
        for (let number = 1; number <= 20; number += 1) socket.send(`echo clear ${number}`);
        return { all: await all, caught };
      }, stage.server.socketUrl);
      expect(facts).toEqual({ all: Array.from({ length: 20 }, (_, at) => `sealed ${at + 1}`), caught: [] });
    });
  });
});
