import type { Page } from 'puppeteer-core';
import { launch } from '../browser/launch';
import type { Person } from '../browser/person';
import { until } from '../wait';
import { makeProxyProbe } from './extension';
import { openXmppLike } from './server';

export type Heard = {
  readonly isMet: boolean;
  readonly heard: ReadonlyArray<Readonly<Record<string, string | number>>>;
};

/** What pages of these tests have: a little to drive sockets and requests with. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>page</title><body><script>
const NS = 'http://jabber.org/protocol/httpbind';
const opened = (url, protocols) => new Promise((resolve, reject) => {
  const socket = new WebSocket(url, protocols);
  socket.seen = [];
  socket.onopen = () => resolve(socket);
  socket.addEventListener('message', ({ data }) => socket.seen.push(data));
  socket.addEventListener('close', ({ code, reason, wasClean }) => {
    socket.seen.push('close ' + code + ' ' + reason + ' ' + wasClean);
    reject(new Error('closed'));
  });
});
const seen = (socket, count) => new Promise((resolve) => {
  const look = () => socket.seen.length >= count && resolve(socket.seen.slice(0, count));
  socket.addEventListener('message', look);
  socket.addEventListener('close', look);
  look();
});
const ended = (socket) => new Promise((resolve) => {
  const look = () => socket.seen.some((one) => String(one).startsWith('close ')) && resolve(socket.seen);
  socket.addEventListener('close', look);
  look();
});
const asked = (body, prepare = () => {}, path = '/bosh') => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  const events = [];
  for (const type of ['readystatechange', 'progress', 'load', 'error', 'abort', 'loadend'])
    request.addEventListener(type, () => events.push(type + ' ' + request.readyState + ' ' + (request.responseType === '' ? request.responseText.length > 0 : '-')));
  request.open('POST', path);
  request.setRequestHeader('content-type', 'text/xml; charset=utf-8');
  prepare(request);
  request.addEventListener('loadend', () => resolve({ request, events }));
  request.send(body);
});
</script>`;

export async function setProxyStage(kind: Person['kind']) {
  const probe = await makeProxyProbe();
  const server = await openXmppLike(PAGE);
  const person = await launch(kind, { name: 'proxy', extension: probe.folderFor(kind) });
  const ready = await person.openExtensionPage('ready.html');
  await until('the scripts to be registered', async () => (await ready.title()) === 'ready');
  const page = await person.openPage('about:blank');
  return {
    person,
    server,
    probe,
    /** The page anew, with an isolated half of these manners; `none` for one that never comes. */
    async open(half: string, more = ''): Promise<Page> {
      await page.goto('about:blank');
      await until('the page before to be gone', () => server.connected() === 0);
      server.came.length = 0;
      await page.goto(`${server.origin}/?half=${encodeURIComponent(half)}${more}`);
      return page;
    },
    async heard(): Promise<Heard> {
      await page.evaluate(() => window.dispatchEvent(new Event('half-tell')));
      return JSON.parse(await page.evaluate(() => document.documentElement.dataset.heard ?? '{}')) as Heard;
    },
    async close() {
      await person.close();
      await server.close();
      probe.remove();
    },
  };
}
