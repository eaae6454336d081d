import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { setProxyStage } from '../support/proxy-probe/stage';
import { until } from '../support/wait';

type Socket = WebSocket & { seen: unknown[] };
declare const opened: (url: string, protocols?: string) => Promise<Socket>;
declare const seen: (socket: Socket, count: number) => Promise<unknown[]>;
declare const ended: (socket: Socket) => Promise<unknown[]>;

describe.each(KINDS)('the life of the proxy in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setProxyStage>>;
    beforeAll(async () => {
      stage = await setProxyStage(kind);
    });
    afterAll(() => stage?.close());

    const inject = (page: Page, file: 'proxyFile' | 'halfFile') =>
      page.evaluate(readFileSync(stage.probe[file], 'utf8'));
    /** Another isolated half, of other manners, as after an update of the extension. */
    const another = async (page: Page, half: string) => {
      await page.evaluate((manners) => history.replaceState(null, '', `?half=${manners}`), half);
      await inject(page, 'halfFile');
    };
    const connect = (page: Page) =>
      page.evaluate(async (url) => {
        Object.assign(window, { socket: await opened(url, 'xmpp') });
      }, stage.server.socketUrl);
    const send = (page: Page, text: string) =>
      page.evaluate((data) => (window as unknown as { socket: Socket }).socket.send(data), text);
    const reached = (count: number) =>
      until(`${count} frames at the server`, () => stage.server.came.length >= count, { within: 30_000 });

    it('is there once, however often its script is put into the page', async () => {
      const page = await stage.open('change');
      await inject(page, 'proxyFile');
      await connect(page);
      await send(page, 'clear');
      await reached(1);
      expect(stage.server.came).toEqual(['sealed']);
      expect((await stage.heard()).heard).toHaveLength(2);
    });

    it('says to a new half what is open and what waits, in its order', async () => {
      const page = await stage.open('never');
      await connect(page);
      for (const number of [1, 2, 3]) await send(page, `clear ${number}`);
      await another(page, 'change');
      await reached(3);
      expect(stage.server.came).toEqual(['sealed 1', 'sealed 2', 'sealed 3']);
    });

    it('meets a half that comes after the proxy, and one that was there before it', async () => {
      const page = await stage.open('none');
      await connect(page);
      await send(page, 'clear');
      expect(stage.server.came).toEqual([]);
      await another(page, 'change');
      await reached(1);
      expect(stage.server.came).toEqual(['sealed']);
      expect((await stage.heard()).isMet).toBe(true);
    });

    it('lets frames pass as they are when the half says that it goes', async () => {
      const page = await stage.open('never');
      await connect(page);
      await send(page, '<message>clear 1</message>');
      await page.evaluate(() => window.dispatchEvent(new Event('half-stop')));
      await send(page, '<message>clear 2</message>');
      await reached(2);
      expect(stage.server.came).toEqual(['<message>clear 1</message>', '<message>clear 2</message>']);
    });

    it('ends the stream in the place of a message that nobody seals, where the half was strict', async () => {
      const page = await stage.open('change', '&strict');
      await connect(page);
      await send(page, '<message>clear 1</message>');
      await page.evaluate(() => window.dispatchEvent(new Event('half-stop')));
      await send(page, '<presence/>');
      await send(page, '<message>clear 2</message>');
      const end = await page.evaluate(() => ended((window as unknown as { socket: Socket }).socket));
      expect(end).toEqual(['close 4001  true']);
      await until('the end at the server', () => stage.server.came.at(-1) === 'closed 4001 ');
      expect(stage.server.came).toEqual(['<message>sealed 1</message>', '<presence/>', 'closed 4001 ']);
    });

    it.each(['', '&strict'])(
      'goes on where the half fails, or ends the stream where it is strict%s',
      async (strict) => {
        const page = await stage.open('throw', strict);
        await connect(page);
        await send(page, '<message>clear</message>');
        await reached(1);
        expect(stage.server.came).toEqual([strict === '' ? '<message>clear</message>' : 'closed 4001 ']);
      },
    );

    it('lets a frame that is not answered for 10 s pass, tells it, and then waits no more', async () => {
      const page = await stage.open('never');
      await connect(page);
      await send(page, '<message>clear 1</message>');
      await send(page, '<message>clear 2</message>');
      await reached(2);
      await send(page, '<message>clear 3</message>');
      await reached(3);
      expect(stage.server.came).toEqual([1, 2, 3].map((number) => `<message>clear ${number}</message>`));
      const { heard } = await stage.heard();
      expect(heard.filter(({ kind: what }) => what === 'late').map(({ number }) => number)).toEqual([1, 2, 3]);
    });

    it('is in every frame whose constructors the page can borrow at once, and stays through document.open', async () => {
      const page = await stage.open('change');
      const facts = await page.evaluate(async (url) => {
        const got: unknown[] = [];
        const borrow = (frame: HTMLIFrameElement) => {
          document.body.append(frame);
          return (frame.contentWindow as unknown as typeof globalThis).WebSocket;
        };
        const use = async (Borrowed: typeof WebSocket) => {
          const socket = new Borrowed(url, 'xmpp');
          await new Promise((resolve) => socket.addEventListener('open', resolve));
          socket.send('echo clear');
          await new Promise<void>((resolve) =>
            socket.addEventListener('message', ({ data }) => {
              got.push(data);
              resolve();
            }),
          );
        };
        await use(borrow(document.createElement('iframe')));
        const blank = document.createElement('iframe');
        blank.src = 'about:blank';
        await use(borrow(blank));
        const inline = document.createElement('iframe');
        inline.srcdoc = '<p>x';
        const loaded = new Promise((resolve) => inline.addEventListener('load', resolve));
        borrow(inline);
        await loaded;
        await use((inline.contentWindow as unknown as typeof globalThis).WebSocket);
        document.open();
        document.write('<p>anew');
        document.close();
        await use(WebSocket);
        return got;
      }, stage.server.socketUrl);
      expect(facts).toEqual(['sealed', 'sealed', 'sealed', 'sealed']);
    });

    it('tells of a socket that was open before it came, and does not touch it', async () => {
      const page = await stage.person.openPage('about:blank');
      await page.goto(stage.server.origin.replace('127.0.0.1', 'localhost'));
      await connect(page);
      await inject(page, 'proxyFile');
      await another(page, 'change');
      await send(page, 'echo clear');
      const got = await page.evaluate(() => seen((window as unknown as { socket: Socket }).socket, 1));
      await page.evaluate(() => window.dispatchEvent(new Event('half-tell')));
      const told = JSON.parse(await page.evaluate(() => document.documentElement.dataset.heard ?? '')) as object;
      await page.close();
      expect(got).toEqual(['clear']);
      expect(told).toMatchObject({ heard: [{ kind: 'elsewhere', what: 'earlier', url: stage.server.socketUrl }] });
    });

    it('seals also where another script put a subclass in the place of WebSocket and of XMLHttpRequest before it', async () => {
      const page = await stage.person.openPage('about:blank');
      await page.evaluateOnNewDocument(() => {
        Object.assign(globalThis, {
          WebSocket: class extends WebSocket {},
          XMLHttpRequest: class extends XMLHttpRequest {},
        });
      });
      stage.server.came.length = 0;
      await page.goto(`${stage.server.origin}/?half=change`);
      await connect(page);
      await send(page, 'echo clear');
      const got = await page.evaluate(() => seen((window as unknown as { socket: Socket }).socket, 1));
      await page.close();
      expect(got).toEqual(['sealed']);
      expect(stage.server.came[0]).toBe('echo sealed');
    });

    it('tells where another script left nothing of WebSocket to listen to, and goes on with the rest', async () => {
      const page = await stage.person.openPage('about:blank');
      await page.evaluateOnNewDocument(() => {
        Object.assign(globalThis, { WebSocket: class {} });
      });
      await page.goto(`${stage.server.origin}/?half=change`);
      await page.evaluate(() => window.dispatchEvent(new Event('half-tell')));
      const told = JSON.parse(await page.evaluate(() => document.documentElement.dataset.heard ?? '')) as object;
      await page.close();
      expect(told).toEqual({ isMet: true, heard: [{ kind: 'elsewhere', what: 'replaced', url: '' }] });
    });

    it('gives a page that hooked everything before us nothing but its own texts and objects [req 30]', async () => {
      const page = await stage.person.openPage('about:blank');
      await page.evaluateOnNewDocument(() => {
        const caught: unknown[] = [];
        Object.assign(window, { caught });
        const hook = (of: object, name: string) => {
          const native = (of as Record<string, unknown>)[name] as (...values: unknown[]) => unknown;
          Object.defineProperty(of, name, {
            configurable: true,
            writable: true,
            value: function (this: unknown, ...values: unknown[]) {
              caught.push(this, ...values);
              return native.apply(this, values);
            },
          });
        };
        hook(EventTarget.prototype, 'dispatchEvent');
        hook(EventTarget.prototype, 'addEventListener');
        hook(WeakMap.prototype, 'set');
        hook(String.prototype, 'indexOf');
      });
      await page.goto(`${stage.server.origin}/?half=change`);
      await connect(page);
      await send(page, 'echo clear');
      await page.evaluate(() => seen((window as unknown as { socket: Socket }).socket, 1));
      const facts = await page.evaluate(() => {
        const { caught } = window as unknown as { caught: unknown[] };
        const foreign = caught.filter((one) => {
          if ((typeof one !== 'object' && typeof one !== 'function') || one === null) return false;
          const maker = (one as { constructor?: { constructor?: (code: string) => () => unknown } }).constructor;
          const world = maker?.constructor?.('return this')();
          return world !== undefined && world !== window;
        });
        const extension = caught.filter((one) => typeof one === 'string' && /extension:|isolated only/.test(one));
        return { foreign: foreign.length, extension: extension.length, isCaught: caught.length > 0 };
      });
      await page.close();
      expect(facts).toMatchObject({ foreign: 0, extension: 0 });
    });
  });
});
