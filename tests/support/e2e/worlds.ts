import type { CDPSession, Page } from 'puppeteer-core';

/** One JavaScript world of a page (Chromium): the page's own, or that of an extension's content script. */
export type World = { readonly id: number; readonly origin: string; readonly name: string; readonly isPage: boolean };

/** Worlds of extensions in this page's process; puppeteer's own are left out. */
export async function worldsOf(page: Page): Promise<{ session: CDPSession; worlds: readonly World[] }> {
  const session = await page.createCDPSession();
  const worlds: World[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const { isDefault } = context.auxData as { isDefault?: boolean };
    const { id, origin, name } = context;
    if (!/puppeteer/i.test(name)) worlds.push({ id, origin, name, isPage: isDefault === true });
  });
  await session.send('Runtime.enable');
  return { session, worlds };
}

/** Every string in the memory of the page's process: the page's world and the content scripts', alive or not yet freed. */
export async function heapOf(page: Page): Promise<string> {
  const session = await page.createCDPSession();
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  try {
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    return chunks.join('');
  } finally {
    await session.detach();
  }
}

/** What the page's own scripts can read: every document of its origin, its fields, its storage, its cookies. */
export async function pageDump(page: Page): Promise<string> {
  const read = () => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')].map((it) => it.value);
    const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    const { stolen } = globalThis as unknown as { stolen?: unknown };
    return [document.documentElement.outerHTML, ...fields, ...kept, JSON.stringify(stolen ?? '')].join('\n');
  };
  const { origin } = new URL(page.url());
  const own = page.frames().filter((frame) => frame === page.mainFrame() || frame.url().startsWith(origin));
  const parts = await Promise.all(own.map((frame) => frame.evaluate(read).catch(() => '')));
  return [...parts, await page.evaluate(readDatabases)].join('\n');
}

async function readDatabases(): Promise<string> {
  const caches = await globalThis.caches?.keys().catch(() => []);
  const databases = await indexedDB.databases();
  return JSON.stringify([caches, databases]);
}

/** Redefines, before anything else runs in the page, what could carry a message away; keeps what passed through. */
export function hostileBeginning(): void {
  const stolen: unknown[] = [];
  Object.assign(globalThis, { stolen });
  const textOf = (value: unknown): string => {
    if (value instanceof FormData)
      return [...value.entries()].map(([name, text]) => `${name}=${String(text)}`).join('&');
    try {
      return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
    } catch {
      return String(value);
    }
  };
  const tap = (owner: object, name: string) => {
    const target = owner as Record<string, (...rest: unknown[]) => unknown>;
    const was = target[name];
    if (was === undefined) return;
    target[name] = function tapped(this: unknown, ...rest: unknown[]) {
      stolen.push([name, ...rest.map(textOf)]);
      return was.apply(this, rest);
    };
  };
  tap(globalThis, 'fetch');
  tap(globalThis, 'postMessage');
  for (const name of ['append', 'set', 'get']) tap(FormData.prototype, name);
  for (const name of ['open', 'send']) tap(XMLHttpRequest.prototype, name);
  for (const name of ['submit', 'requestSubmit']) tap(HTMLFormElement.prototype, name);
  for (const name of ['text', 'arrayBuffer', 'slice']) tap(Blob.prototype, name);
  for (const name of ['insertBefore', 'appendChild', 'contains']) tap(Node.prototype, name);
  for (const name of ['setAttribute', 'append']) tap(Element.prototype, name);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function opened(this: Element, init: ShadowRootInit) {
    return attachShadow.call(this, { ...init, mode: 'open' });
  };
  globalThis.addEventListener('message', (event) => stolen.push(['message', textOf(event.data)]), true);
  new MutationObserver((records) => {
    for (const { target } of records) {
      const { outerHTML, nodeValue } = target as Element;
      stolen.push(['mutation', outerHTML ?? nodeValue]);
    }
    stolen.splice(0, Math.max(0, stolen.length - 5_000));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
