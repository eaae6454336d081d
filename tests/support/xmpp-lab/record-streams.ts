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
  const { WebSocket: Real } = globalThis;
  globalThis.WebSocket = class extends Real {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => note('websocket', 'in', data));
    }
    override send(data: Parameters<WebSocket['send']>[0]) {
      note('websocket', 'out', data);
      super.send(data);
    }
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
