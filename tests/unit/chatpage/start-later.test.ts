import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProxyListener } from '../../../lib/chatpage/proxy-link/proxy-link';
import { startLater } from '../../../lib/chatpage/start-later';

/** A document that loads, with a proxy in it, and a script that tells what becomes of it. */
function makePage(readyState: DocumentReadyState) {
  const page = Object.assign(new EventTarget(), { readyState });
  const told: string[] = [];
  const idle: Array<() => void> = [];
  vi.stubGlobal('requestIdleCallback', (run: () => void) => idle.push(run));
  let proxy: ProxyListener | undefined;
  let endByItself: () => void = () => undefined;
  const stop = startLater(page as unknown as Document, {
    link: (listener) => {
      proxy = listener;
      return { isMet: () => true, setStrict: () => undefined, stop: () => told.push('gone') };
    },
    load: async () => (_link, onEnd) => {
      told.push('started');
      endByItself = onEnd;
      return () => told.push('stopped');
    },
    onEnd: () => told.push('ended'),
  });
  return {
    told,
    stop,
    end: () => endByItself(),
    stream: () => proxy?.onStream?.({ stream: 1, over: 'websocket', url: '' }),
    parsed: () => page.dispatchEvent(new Event('DOMContentLoaded')),
    idle: () => idle.splice(0).map((run) => run()),
    settle: () => vi.advanceTimersByTimeAsync(0),
  };
}

describe('the script of a chat page that waits for its page', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('starts once when the page is parsed and has a moment', async () => {
    const page = makePage('loading');
    page.idle();
    await page.settle();
    expect(page.told).toEqual([]);
    page.parsed();
    await page.settle();
    expect(page.told).toEqual([]);
    page.idle();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(page.told).toEqual(['started']);
  });

  it('starts as soon as a stream of XMPP begins', async () => {
    const page = makePage('loading');
    page.stream();
    page.stream();
    await page.settle();
    expect(page.told).toEqual(['started']);
  });

  it('starts in a document whose end never comes', async () => {
    const page = makePage('loading');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.told).toEqual(['started']);
  });

  it('gives the line up where it is stopped before it began, and never begins', async () => {
    const page = makePage('complete');
    page.stop();
    page.idle();
    page.stream();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(page.told).toEqual(['gone', 'ended']);
  });

  it('gives the line up, and says it once, where the script ends by itself', async () => {
    const page = makePage('complete');
    page.idle();
    await page.settle();
    page.end();
    page.stop();
    expect(page.told).toEqual(['started', 'gone', 'ended', 'stopped']);
  });
});
