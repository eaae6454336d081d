import type { Page } from 'puppeteer-core';

/** What went over one connection of a page: each frame or HTTP body by itself. */
export type RecordedFrame = {
  readonly way: 'out' | 'in';
  readonly transport: 'websocket' | 'bosh';
  readonly text: string;
};

/** Begins with the page's next document, before anything of its own runs. */
export async function recordStreams(page: Page): Promise<{ take(): Promise<readonly RecordedFrame[]> }> {
  await page.evaluateOnNewDocument(listen);
  return {
    take: () =>
      page.evaluate(() => {
        const { recorded } = globalThis as unknown as { recorded: RecordedFrame[] };
        return recorded.splice(0);
      }),
  };
}

function listen(): void {
  const recorded: RecordedFrame[] = [];
  Object.assign(globalThis, { recorded });
  const note = (transport: RecordedFrame['transport'], way: RecordedFrame['way'], text: unknown) => {
    if (typeof text === 'string' && text !== '') recorded.push({ way, transport, text });
  };
  // The class stays what it is, for those who look at it.
  globalThis.WebSocket = new Proxy(WebSocket, {
    construct(target, parameters, made) {
      const socket = Reflect.construct(target, parameters, made) as WebSocket;
      // What a proxy of ours hands on in the place of a frame comes by the same socket, and is no frame of the server.
      socket.addEventListener('message', ({ data, isTrusted }) => isTrusted && note('websocket', 'in', data));
      return socket;
    },
  });
  const { send: sendFrame } = WebSocket.prototype;
  WebSocket.prototype.send = function noted(data) {
    note('websocket', 'out', data);
    sendFrame.call(this, data);
  };
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function noted(body?: Document | XMLHttpRequestBodyInit | null) {
    note('bosh', 'out', body);
    this.addEventListener('load', () => note('bosh', 'in', this.responseText));
    send.call(this, body);
  };
  const { fetch: realFetch } = globalThis;
  globalThis.fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const isStream = typeof init?.body === 'string' && init.body.startsWith('<body');
    if (isStream) note('bosh', 'out', init.body);
    const answer = await realFetch(input, init);
    if (isStream) note('bosh', 'in', await answer.clone().text());
    return answer;
  };
}
