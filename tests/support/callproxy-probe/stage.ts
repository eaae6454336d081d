import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer-core';
import { launch } from '../browser/launch';
import type { Person } from '../browser/person';
import { makeProxyProbe } from '../proxy-probe/extension';
import { until } from '../wait';
import { PAGE } from './page';

export type Heard = {
  readonly heard: readonly string[];
  readonly errors: readonly string[];
  readonly counters: ReadonlyArray<{ readonly what: string; readonly passed: number }>;
};

export async function setCallProxyStage(kind: Person['kind']) {
  const probe = await makeProxyProbe('tests/support/callproxy-probe');
  const hanging: ServerResponse[] = [];
  const server = createServer(({ url }, response) => {
    response.setHeader('cache-control', 'no-store');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    // A document that never comes: its frame keeps the first, empty one.
    if (url?.startsWith('/never')) hanging.push(response);
    else response.end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const person = await launch(kind, { name: 'callproxy', extension: probe.folderFor(kind) });
  const ready = await person.openExtensionPage('ready.html');
  await until('the scripts to be registered', async () => (await ready.title()) === 'ready');
  const page = await person.openPage('about:blank');
  const tell = async (): Promise<Heard> => {
    await page.evaluate(() => performance.dispatchEvent(new Event('half-tell')));
    return JSON.parse(await page.evaluate(() => document.documentElement.dataset.heard ?? '{}')) as Heard;
  };
  return {
    person,
    page,
    probe,
    /** The page anew, with an isolated half of these manners; `none`: no half; `off`: neither half nor proxy. */
    async open(half: string, more = ''): Promise<Page> {
      // The scripts are registered for the number alone.
      const host = half === 'off' ? 'localhost' : '127.0.0.1';
      await page.goto(`http://${host}:${port}/?half=${encodeURIComponent(half)}${more}`);
      return page;
    },
    heard: tell,
    say: (what: string) => page.evaluate((type) => void performance.dispatchEvent(new Event(type)), `half-${what}`),
    async close() {
      await person.close();
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      probe.remove();
    },
  };
}
