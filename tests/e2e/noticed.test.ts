import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../lib/core/brand';
import { createOpenPgp } from '../../lib/openpgp/openpgp';
import { startServer } from '../sites/support/practice-server';
import { seeText } from '../support/browser/elements';
import { browserMissing, KINDS } from '../support/browser/launch';
import { BUSY, type BusyWindow, busyPage, NOTICED_WITHIN_MS } from '../support/busy-page';
import { type Actor, castActor } from '../support/e2e/cast';
import { ourShares, parseTrace } from '../support/e2e/trace';
import { median, round } from '../support/numbers';
import { until } from '../support/wait';

const MESSAGES = 7;
const CHANGES = 300;
const LONG_MS = 50;

const PAGE = busyPage(`
// A message appears; answers the milliseconds until something stands in its place.
window.add = (text) => new Promise((resolve) => {
  const box = document.createElement('pre');
  box.textContent = text;
  const added = performance.now();
  const observer = new MutationObserver(() => {
    if (getComputedStyle(box).display !== 'none') return;
    observer.disconnect();
    resolve(performance.now() - added);
  });
  observer.observe(box, { attributes: true });
  document.body.prepend(box);
});
`);

type NoticingWindow = BusyWindow & { add(text: string): Promise<number> };

async function sealFor(actor: Actor, text: string): Promise<string> {
  const pgp = createOpenPgp();
  const recipient = await pgp.readCertificate(new TextEncoder().encode(actor.certificate));
  const { secret, certificate } = await pgp.makeKey({
    name: 'Walter',
    email: 'walter@lab.test' as EmailAddress,
    version: 'v4',
  });
  const content = new TextEncoder().encode(text);
  const armor = await pgp.seal({ content, literal: 'text', recipients: [recipient, certificate], signer: secret });
  return new TextDecoder().decode(armor);
}

describe.each(KINDS)(`%s: ${BUSY}`, (kind) => {
  const missing = browserMissing(kind);
  let server: Awaited<ReturnType<typeof startServer>>;
  let reader: Actor;
  beforeAll(async () => {
    if (missing !== undefined) return;
    server = await startServer(
      () => PAGE,
      () => '',
    );
    reader = await castActor(kind, 'alice', { url: server.origin });
  });
  afterAll(async () => {
    await (reader as Actor | undefined)?.close();
    await (server as typeof server | undefined)?.stop();
  });

  const changed = (page: Page, count: number) =>
    until(`${count} changes`, () =>
      page.evaluate((most) => (globalThis as unknown as BusyWindow).changes >= most, count),
    );

  it.skipIf(missing !== undefined)(
    `notices every message that appears within ${NOTICED_WITHIN_MS} ms, and opens it`,
    async () => {
      const armor = await sealFor(reader, 'Seen on a busy page.');
      const page = await reader.openPage(server.origin);
      await changed(page, 20);
      const delays: number[] = [];
      for (let message = 0; message < MESSAGES; message++) {
        delays.push(await page.evaluate((text) => (globalThis as unknown as NoticingWindow).add(text), armor));
      }
      console.info(
        `${kind}: noticed after ${Math.round(median(delays))} ms, at most ${Math.round(Math.max(...delays))}`,
      );
      expect(Math.max(...delays)).toBeLessThan(NOTICED_WITHIN_MS);
      expect(await page.evaluate(() => (globalThis as unknown as BusyWindow).changes)).toBeGreaterThan(20);
      await seeText(await reader.frameOf(page, 'reader.html'), 'reader-text', /^Seen on a busy page\.\s*$/);
      await page.close();
    },
  );

  // Thread time, not the clock: the machine has other work, too. Firefox has no such trace.
  it.skipIf(missing !== undefined || kind === 'firefox')(
    `causes no task over ${LONG_MS} ms in the page, from its load on`,
    async () => {
      const page = await reader.browser.newPage();
      await page.tracing.start({ categories: ['devtools.timeline', 'toplevel'] });
      await page.goto(server.origin);
      await changed(page, CHANGES);
      const trace = parseTrace(await page.tracing.stop());
      const ours = ourShares(trace, reader.origin);
      console.info(
        `${ours.length} tasks of the page ran code of ours: ${round(median(ours.map(({ mine }) => mine)))} ms each, at most ${round(Math.max(...ours.map(({ mine }) => mine)))}`,
      );
      expect(ours.length).toBeGreaterThan(10);
      expect(ours.filter(({ mine }) => mine > LONG_MS / 2)).toEqual([]);
      expect(ours.filter(({ whole, mine }) => whole > LONG_MS && mine > whole / 2)).toEqual([]);
      await page.close();
    },
  );
});
