import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../../tests/support/browser/launch';
import { setProxyStage } from '../../tests/support/proxy-probe/stage';
import { interleave, percentile } from '../support/statistics';

const FRAMES = Number(process.env.BENCH_FRAMES ?? 300);
const LOADS = Number(process.env.BENCH_LOADS ?? 20);
/** Milliseconds that the proxy may add: to a frame (p95), to the load of a page (p5). */
const BUDGET = { frame: 10, load: 5 } as const;
const kinds = KINDS.filter((kind) => browserMissing(kind) === undefined);

const show = (text: string) => process.stdout.write(`${text}\n`);
const round = (number: number): string => number.toFixed(2);
const compare = (what: string, own: number, alone: number, budget: number) =>
  show(
    `${what}: ${round(own)} ms, without ${round(alone)} ms: +${round(own - alone)} ms, ` +
      `${round(own / alone)} times; budget +${budget} ms`,
  );

/** Milliseconds of each round trip over sockets that speak XMPP and that do not, in turn, in one page. */
const roundTrips = (page: Page, url: string, count: number) =>
  page.evaluate(
    async (address, most) => {
      const open = (protocol: string) =>
        new Promise<WebSocket>((resolve) => {
          const socket = new WebSocket(address, protocol);
          socket.onopen = () => resolve(socket);
        });
      const stanza = `<message to="bob@lab.test" type="chat"><body>${'clear '.repeat(50)}</body></message>`;
      const once = (socket: WebSocket) =>
        new Promise<number>((resolve) => {
          const begun = performance.now();
          socket.onmessage = () => resolve(performance.now() - begun);
          socket.send(`echo ${stanza}`);
        });
      const [xmpp, other] = [await open('xmpp'), await open('chat')];
      const times: { xmpp: number[]; other: number[] } = { xmpp: [], other: [] };
      for (let round = -20; round < most; round += 1) {
        const [mine, alone] = [await once(xmpp), await once(other)];
        if (round >= 0) times.xmpp.push(mine);
        if (round >= 0) times.other.push(alone);
      }
      return times;
    },
    url,
    count,
  );

const loadTime = async (page: Page): Promise<number> => {
  await page.bringToFront();
  await page.reload({ waitUntil: 'load' });
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
          if (entry === undefined || entry.loadEventEnd === 0) setTimeout(look);
          else resolve(entry.loadEventEnd - entry.responseEnd);
        };
        look();
      }),
  );
};

/** Milliseconds that the proxy's script takes by itself in a world that has just been made. */
const startTimes = (page: Page, script: string) =>
  page.evaluate((code) => {
    const times: number[] = [];
    for (let round = 0; round < 100; round += 1) {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const world = frame.contentWindow as Window & typeof globalThis;
      const begun = performance.now();
      world.eval(code);
      times.push(performance.now() - begun);
      frame.remove();
    }
    return times;
  }, script);

describe.each(kinds)('the proxy in %s', (kind) => {
  it('adds little to a frame, and little to the load of a page', async () => {
    const stage = await setProxyStage(kind);
    try {
      for (const half of ['same', 'change soon'] as const) {
        const page = await stage.open(half);
        const { xmpp, other } = await roundTrips(page, stage.server.socketUrl, FRAMES);
        const what = `${kind}, there and back, half answers "${half}"`;
        compare(`${what}, p50`, percentile(xmpp, 50), percentile(other, 50), BUDGET.frame);
        compare(`${what}, p95`, percentile(xmpp, 95), percentile(other, 95), BUDGET.frame);
        expect(percentile(xmpp, 95) - percentile(other, 95)).toBeLessThan(BUDGET.frame);
      }
      // The scripts are registered for 127.0.0.1 alone: the same page, server and browser by another name. Each has its
      // own tab, so that neither load begins with a new process.
      const granted = await stage.open('same');
      const other = await stage.person.openPage(stage.server.origin.replace('127.0.0.1', 'localhost'));
      const times = await interleave({ with: () => loadTime(granted), without: () => loadTime(other) }, LOADS, 3);
      const what = `${kind}, from the last octet of a page to its load event`;
      // What else this machine does only ever adds: the fastest loads say most about us.
      for (const rank of [50, 25, 5])
        compare(
          `${what}, p${rank} of ${LOADS}`,
          percentile(times.with, rank),
          percentile(times.without, rank),
          BUDGET.load,
        );
      const pairs = times.with.map((took, at) => took - (times.without[at] ?? Number.NaN));
      show(
        `${what}, median of the differences in each round: ${round(percentile(pairs, 50))} ms; budget ${BUDGET.load} ms`,
      );
      const starts = await startTimes(other, readFileSync(stage.probe.proxyFile, 'utf8'));
      show(
        `${kind}, reading and starting the proxy's script: p50 ${round(percentile(starts, 50))} ms, p5 ${round(percentile(starts, 5))} ms`,
      );
      expect(percentile(times.with, 5) - percentile(times.without, 5)).toBeLessThan(BUDGET.load);
    } finally {
      await stage.close();
    }
  });
});
