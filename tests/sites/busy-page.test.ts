import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/launch';
import { BUSY, type BusyWindow, busyPage, NOTICED_WITHIN_MS } from '../support/busy-page';
import { median, percentile, round } from '../support/numbers';
import { until } from '../support/wait';
import { startServer } from './support/practice-server';
import { openStubBrowser, type StubBrowser } from './support/stub-browser';
import { bundle } from './support/stub-extension';

const MESSAGES = 7;

const PAGE = busyPage(`
window.add = (text, shadow) => {
  const box = document.createElement('div');
  const inner = document.createElement('pre');
  inner.textContent = text;
  if (shadow) box.attachShadow({ mode: 'open' }).append(inner);
  else box.append(inner);
  document.body.append(box);
  return performance.timeOrigin + performance.now();
};
window.addLate = (text) => {
  document.body.append(document.createElement('late-box'));
  setTimeout(() => customElements.define('late-box', class extends HTMLElement {
    connectedCallback() {
      const pre = document.createElement('pre');
      pre.textContent = text;
      this.attachShadow({ mode: 'open' }).append(pre);
    }
  }), 1_000);
};
window.addInPieces = (text) => {
  const box = document.createElement('div');
  document.body.append(box);
  const lines = text.split('\\n');
  const timer = setInterval(() => {
    const line = document.createElement('div');
    line.textContent = lines.shift();
    box.append(line);
    if (lines.length === 0) clearInterval(timer);
  }, 50);
};
`);

const armor = (number: number) => `-----BEGIN PGP MESSAGE-----\n\nnumber${number}\n-----END PGP MESSAGE-----\n`;

type ScannedWindow = BusyWindow & {
  add(text: string, shadow: boolean): number;
  addLate(text: string): void;
  addInPieces(text: string): void;
  turns: number[];
};

describe.skipIf(browserMissing('chromium') !== undefined)(BUSY, () => {
  let stub: StubBrowser;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer(
      () => PAGE,
      () => '',
    );
    stub = await openStubBrowser();
  });
  afterAll(async () => {
    await stub.close();
    await server.stop();
  });
  beforeEach(() => stub.forget());

  const offers = async () => (await stub.heard()).filter(({ command }) => command === 'page.offerMessage');
  const add = (number: number, shadow: boolean) =>
    stub.page.evaluate((text, hidden) => (window as unknown as ScannedWindow).add(text, hidden), armor(number), shadow);

  it.each([
    ['in the page', false],
    ['in an open shadow root', true],
  ])(`notices every new message within ${NOTICED_WITHIN_MS} ms: %s`, async (_where, shadow) => {
    await stub.page.goto(server.origin);
    const delays: number[] = [];
    for (let number = 0; number < MESSAGES; number++) {
      const added = await add(number, shadow);
      const noticed = await until(`message ${number}`, async () => (await offers())[number], { every: 10 });
      delays.push(noticed.at - added);
    }
    const changes = await stub.page.evaluate(() => (window as unknown as ScannedWindow).changes);
    console.info(
      `noticed after ${round(median(delays))} ms (median of ${MESSAGES}; most ${round(Math.max(...delays))} ms), ${changes} changes meanwhile`,
    );
    expect(changes).toBeGreaterThan(MESSAGES);
    expect(Math.max(...delays)).toBeLessThan(NOTICED_WITHIN_MS);
  });

  it.each(['addLate', 'addInPieces'] as const)(
    'notices a message whose text comes later than its element: %s',
    async (way) => {
      await stub.page.goto(server.origin);
      await stub.page.evaluate((name, text) => (window as unknown as ScannedWindow)[name](text), way, armor(1));
      await until('the message', async () => (await offers()).length === 1);
    },
  );

  it('takes under 5 ms at the 95th percentile of its turns', async () => {
    const script = await bundle(
      `import { startScan } from '~/lib/page/scan';
       window.turns = [];
       startScan(document, { look: () => true, onTurn: (ms) => window.turns.push(ms) });`,
    );
    await stub.page.goto(server.origin);
    await stub.page.evaluate(script);
    await stub.page.waitForFunction(() => (window as unknown as ScannedWindow).turns.length >= 100);
    const turns = await stub.page.evaluate(() => (window as unknown as ScannedWindow).turns);
    console.info(
      `${turns.length} turns: median ${round(median(turns))} ms, 95 % under ${round(percentile(turns, 0.95))} ms`,
    );
    expect(percentile(turns, 0.95)).toBeLessThan(5);
  });
});
