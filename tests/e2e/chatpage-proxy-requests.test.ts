import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { setProxyStage } from '../support/proxy-probe/stage';

type Asked = { request: XMLHttpRequest; events: string[] };
declare const asked: (body: string, prepare?: (request: XMLHttpRequest) => void, path?: string) => Promise<Asked>;

const bodyOf = (word: string, n: number | string = 1) =>
  `<body n=${n} xmlns='http://jabber.org/protocol/httpbind'><message><body>${word}</body></message></body>`;
const answerOf = (word: string, n: number | string = 1) =>
  `<body xmlns='http://jabber.org/protocol/httpbind'><message><body>${word} ${n}</body></message></body>`;

describe.each(KINDS)('the proxy and requests in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setProxyStage>>;
    beforeAll(async () => {
      stage = await setProxyStage(kind);
    });
    afterAll(() => stage?.close());

    it('leaves requests that are not BOSH alone, whatever their kind', async () => {
      const page = await stage.open('change');
      const facts = await page.evaluate(async (bosh) => {
        const { request, events } = await asked('<body>clear</body>', undefined, '/echo');
        const sync = new XMLHttpRequest();
        sync.open('POST', '/echo', false);
        sync.send('clear sync');
        const before = Promise.prototype.then;
        let tasks = 0;
        // biome-ignore lint/suspicious/noThenProperty: any promise that is looked at would show here
        Promise.prototype.then = function (this: Promise<unknown>, ...values: never[]) {
          tasks += 1;
          return Reflect.apply(before, this, values);
        } as never;
        const fetched = await fetch('/echo', { method: 'POST', body: 'clear fetch' });
        // biome-ignore lint/suspicious/noThenProperty: given back
        Promise.prototype.then = before;
        const stream = new Response(bosh).body;
        const streamed = await (
          await fetch(new Request('/echo', { method: 'POST', body: await new Response(stream).blob() }))
        ).text();
        const binary = await asked(
          '',
          (made) => {
            made.responseType = 'arraybuffer';
            made.open('POST', '/echo');
          },
          '/echo',
        );
        return {
          text: request.responseText,
          last: events.slice(-2),
          sync: sync.responseText,
          fetched: [await fetched.text(), new URL(fetched.url).pathname, fetched.type, tasks],
          streamed: streamed === bosh,
          binary: (binary.request.response as ArrayBuffer).byteLength,
        };
      }, bodyOf('clear'));
      expect(facts).toEqual({
        text: '<body>clear</body>',
        last: ['load 4 true', 'loadend 4 true'],
        sync: 'clear sync',
        fetched: ['clear fetch', '/echo', 'basic', 0],
        streamed: true,
        binary: 0,
      });
      expect((await stage.heard()).heard).toEqual([]);
    });

    it.each(['change', 'change soon', 'change later'])(
      'puts other bodies into XMLHttpRequest both ways: %s',
      async (half) => {
        const page = await stage.open(half);
        const facts = await page.evaluate(async (body) => {
          const { request, events } = await asked(body);
          const xml = request.responseXML;
          return {
            text: request.responseText,
            same: request.response === request.responseText && request.responseXML === xml,
            xml: xml?.getElementsByTagName('message')[0]?.textContent,
            status: [request.status, request.readyState, new URL(request.responseURL).pathname],
            events,
          };
        }, bodyOf('clear'));
        expect(facts).toMatchObject({
          text: answerOf('opened'),
          same: true,
          xml: 'opened 1',
          status: [200, 4, '/bosh'],
        });
        const { events } = facts;
        expect(events.filter((event) => !event.startsWith('progress'))).toEqual([
          'readystatechange 1 false',
          'readystatechange 2 false',
          ...events.filter((event) => event === 'readystatechange 3 false'),
          'readystatechange 4 true',
          'load 4 true',
          'loadend 4 true',
        ]);
        expect(stage.server.came).toEqual([bodyOf('sealed')]);
      },
    );

    it('answers documents and listeners that were there first with the other text too', async () => {
      const page = await stage.open('change later');
      const facts = await page.evaluate(async (body) => {
        const request = new XMLHttpRequest();
        const early: string[] = [];
        request.addEventListener(
          'readystatechange',
          () => request.readyState === 4 && early.push(request.responseXML?.documentElement.textContent ?? ''),
          true,
        );
        request.open('POST', '/bosh');
        request.responseType = 'document';
        request.send(body);
        await new Promise((resolve) => {
          request.onloadend = resolve;
        });
        return { early, response: (request.response as Document).documentElement.textContent };
      }, bodyOf('clear'));
      expect(facts).toEqual({ early: ['opened 1'], response: 'opened 1' });
    });

    it('looks as if it were still loading, without text, for as long as its answer waits', async () => {
      const page = await stage.open('change slowly');
      const looks = await page.evaluate(async (body) => {
        const request = new XMLHttpRequest();
        request.open('POST', '/bosh');
        let isThere = false;
        request.addEventListener('readystatechange', () => {
          isThere ||= request.readyState === 4;
        });
        request.send(body);
        const seenEarly = new Set<string>();
        while (!isThere) {
          const { readyState, responseText, response, responseXML } = request;
          seenEarly.add(`${readyState} ${responseText}${String(response)} ${String(responseXML)}`);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        return { early: [...seenEarly], late: request.responseText };
      }, bodyOf('clear'));
      expect(looks.early.filter((look) => !/^[123] {2}null$/.test(look))).toEqual([]);
      expect(looks.early).toContain('3  null');
      expect(looks.late).toBe(answerOf('opened'));
    });

    it('keeps the order of requests and of answers', async () => {
      const page = await stage.open('change later');
      const came = await page.evaluate(
        async (bodies) => {
          const order: string[] = [];
          await Promise.all(
            bodies.map(async (body) => {
              const { request } = await asked(body);
              order.push(/\d+/.exec(request.responseText.slice(-40))?.[0] ?? '');
            }),
          );
          return order;
        },
        Array.from({ length: 6 }, (_, at) => bodyOf('clear', at + 1)),
      );
      const { heard } = await stage.heard();
      const arrived = heard
        .filter(({ direction }) => direction === 'in')
        .map(({ text }) => /clear (\d+)/.exec(String(text))?.[1]);
      expect(came).toEqual(arrived);
      expect(heard.filter(({ direction }) => direction === 'out').map(({ number }) => number)).toEqual([
        1, 2, 3, 4, 5, 6,
      ]);
      expect(heard.filter(({ kind: what }) => what === 'stream')).toEqual([
        { kind: 'stream', stream: 1, over: 'bosh', url: `${stage.server.origin}/bosh` },
      ]);
    });

    it('lets a request that waits be aborted: it is never sent, and the page hears so', async () => {
      const page = await stage.open('never');
      const facts = await page.evaluate(async (body) => {
        const { request, events } = await asked(body, (made) => queueMicrotask(() => made.abort()));
        return { events, state: request.readyState };
      }, bodyOf('clear'));
      expect(facts).toEqual({
        events: ['readystatechange 1 false', 'readystatechange 4 false', 'abort 4 false', 'loadend 4 false'],
        state: 0,
      });
      expect(stage.server.came).toEqual([]);
    });

    it('puts other bodies into fetch both ways, also where they went into a Request', async () => {
      const page = await stage.open('change later');
      const facts = await page.evaluate(async (body) => {
        const init = { method: 'POST', body, headers: { 'content-type': 'text/xml' } };
        const first = await fetch('/bosh?query=1', init);
        const second = await fetch(new Request('/bosh', init).clone());
        const copy = await first.clone().text();
        const { value } = (await second.body?.getReader().read()) ?? {};
        return {
          text: await first.text(),
          copy,
          body: new TextDecoder().decode(value),
          facts: [
            first.status,
            first.ok,
            new URL(first.url).search,
            first.type,
            first.headers.get('content-type'),
            first instanceof Response,
          ],
        };
      }, bodyOf('clear'));
      expect(facts).toEqual({
        text: answerOf('opened'),
        copy: answerOf('opened'),
        body: answerOf('opened'),
        facts: [200, true, '?query=1', 'basic', 'text/xml; charset=utf-8', true],
      });
      expect(stage.server.came).toEqual([bodyOf('sealed'), bodyOf('sealed')]);
    });

    it('opens bodies that come as server-sent events, and leaves others alone', async () => {
      const page = await stage.open('change later');
      const read = (query: string, count: number) =>
        page.evaluate(
          (path, most) =>
            new Promise<unknown[]>((resolve) => {
              const source = new EventSource(path);
              const got: unknown[] = [];
              source.onmessage = ({ data, lastEventId }) => {
                got.push(data, lastEventId);
                if (got.length < most * 2) return;
                source.close();
                resolve(got);
              };
            }),
          `/events${query}`,
          count,
        );
      const stanza = "<body xmlns='http://jabber.org/protocol/httpbind'>opened</body>";
      expect(await read('?xmpp', 3)).toEqual([stanza, '7', stanza, '7', stanza, '7']);
      expect(await read('', 2)).toEqual(['clear', '7', 'clear', '7']);
      expect((await stage.heard()).heard.filter(({ kind: what }) => what === 'stream')).toHaveLength(1);
    });

    it('tells of workers and of synchronous BOSH, which it cannot look into', async () => {
      const page = await stage.open('change');
      await page.evaluate((body) => {
        new Worker('/worker.js').terminate();
        void new SharedWorker(new URL('/worker.js', location.href)).port;
        void navigator.serviceWorker?.register('/worker.js').catch(() => undefined);
        const request = new XMLHttpRequest();
        request.open('POST', '/bosh', false);
        request.send(body);
      }, bodyOf('clear'));
      expect((await stage.heard()).heard).toEqual([
        { kind: 'elsewhere', what: 'worker', url: '/worker.js' },
        { kind: 'elsewhere', what: 'shared-worker', url: `${stage.server.origin}/worker.js` },
        { kind: 'elsewhere', what: 'service-worker', url: '/worker.js' },
        { kind: 'elsewhere', what: 'unreadable', url: '/bosh' },
      ]);
    });

    it('ends requests in the place of a message that the half did not answer, where it is strict', async () => {
      const page = await stage.open('throw', '&strict');
      const facts = await page.evaluate(async (body) => {
        const { request, events } = await asked(body);
        const fetched = await fetch('/bosh', { method: 'POST', body }).then(
          () => 'sent',
          (error: unknown) => (error as Error).name,
        );
        return { events: events.slice(-3), status: request.status, fetched };
      }, bodyOf('clear'));
      expect(facts).toEqual({
        events: ['readystatechange 4 false', 'error 4 false', 'loadend 4 false'],
        status: 0,
        fetched: 'TypeError',
      });
      expect(stage.server.came).toEqual([]);
    });
  });
});
