import type { Page, WebWorker } from 'puppeteer-core';
import type { OutgoingEnvelope } from '../../../lib/core/compose';
import type { SiteUse } from '../../../lib/core/webchat';
import { launchChromium } from '../../support/browser/launch-chromium';
import { until } from '../../support/wait';
import { buildStubExtension } from './stub-extension';

export type Heard = {
  readonly at: number;
  readonly command: string;
  readonly ticket?: string;
  readonly input?: Record<string, unknown>;
};
type Said = { readonly text?: string; readonly octets?: readonly number[] };
type Stub = {
  heard: Heard[];
  deliver(ticket: string, envelope: unknown, armor: string): Promise<unknown>;
  ask(ticket: string, request: unknown): Promise<unknown>;
  say(ticket: string, what: Said): Promise<unknown>;
};

/** Chromium with the real content script and a background that only hands out tickets. */
export async function openStubBrowser(use: SiteUse = 'mail') {
  const extension = await buildStubExtension(use);
  const person = await launchChromium({ name: 'stub', extension: extension.folder });
  const page: Page = await person.browser.newPage();
  const target = await person.browser.waitForTarget((one) => one.type() === 'service_worker');
  const worker = (await target.worker()) as WebWorker;
  return {
    page,
    heard: () => worker.evaluate(() => (globalThis as unknown as Stub).heard.map((one) => ({ ...one }))),
    forget: () => worker.evaluate(() => void (globalThis as unknown as Stub).heard.splice(0)),
    ticketFor: (command: string): Promise<string> =>
      until(command, () =>
        worker.evaluate(
          (name) => (globalThis as unknown as Stub).heard.findLast(({ command }) => command === name)?.ticket,
          command,
        ),
      ),
    deliver: (ticket: string, envelope: Omit<OutgoingEnvelope, 'armored'>, armor: string): Promise<unknown> =>
      worker.evaluate(
        (to, what, text) => (globalThis as unknown as Stub).deliver(to, what, text),
        ticket,
        envelope,
        armor,
      ),
    say: (ticket: string, what: Said): Promise<unknown> =>
      worker.evaluate((to, content) => (globalThis as unknown as Stub).say(to, content), ticket, what),
    ask: (ticket: string, request: Record<string, unknown>): Promise<unknown> =>
      worker.evaluate((to, what) => (globalThis as unknown as Stub).ask(to, what), ticket, request),
    async close() {
      await person.close();
      extension.drop();
    },
  };
}

export type StubBrowser = Awaited<ReturnType<typeof openStubBrowser>>;
