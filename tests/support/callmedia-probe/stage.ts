import type { Frame, Page } from 'puppeteer-core';
import { launch } from '../browser/launch';
import type { Person } from '../browser/person';
import { until } from '../wait';
import { makeCallMediaProbe } from './extension';
import { openPeers } from './server';

export type Stats = {
  readonly decoded: number;
  readonly sent: number;
  readonly received: number;
  readonly energy: number;
  readonly octets: number;
  readonly codec: string;
};
export type Report = {
  readonly name: string;
  readonly at: number;
  readonly live: number;
  readonly uncovered: number;
  readonly clear: number;
  readonly code?: string;
};
export type Facts = {
  readonly reports: readonly Report[];
  readonly took: readonly string[];
  readonly counts: Readonly<Record<string, { sealed: number; opened: number; refused: number }>>;
  readonly people: readonly string[];
};

/** Two people in one browser, with the probe; keys are given out by its background. */
export async function setCallMediaStage(kind: Person['kind']) {
  const probe = await makeCallMediaProbe();
  const server = await openPeers();
  const person = await launch(kind, { name: 'callmedia', extension: probe.folderFor(kind) });
  const window = await person.openExtensionPage('ready.html');
  const page = await person.openPage('about:blank');
  const peer = (name: string): Frame => {
    const found = page.frames().find((one) => one.name() === name || one.url().includes(`name=${name}`));
    if (found === undefined) throw new Error(`no frame ${name}`);
    return found;
  };
  const control = async (what: string, input: Record<string, unknown> = {}): Promise<unknown> => {
    const reply = (await window.evaluate(
      async (message) => {
        const api = globalThis as unknown as Record<
          string,
          { runtime: { sendMessage(m: unknown): Promise<unknown> } } | undefined
        >;
        return (api['browser'] ?? api['chrome'])?.runtime.sendMessage(message);
      },
      { control: what, input },
    )) as { ok: boolean; output: unknown; code?: string };
    if (!reply?.ok) throw new Error(`${what}: ${reply?.code}`);
    return reply.output;
  };
  const run = <T>(name: string, script: string): Promise<T> => peer(name).evaluate(script) as Promise<T>;
  const stats = (name: string) => run<Stats>(name, 'stats()');
  return {
    person,
    page: page as Page,
    window,
    probe,
    control,
    run,
    stats,
    facts: async () => (await control('facts')) as Facts,
    /** The page anew, with nothing known. */
    async open(mode: 'clear' | 'protected', search = '', more: Record<string, unknown> = {}): Promise<void> {
      await page.goto('about:blank');
      await control('begin', { mode, ...more });
      await page.goto(`${server.origin}/${search}`);
      await page.bringToFront();
      for (const name of ['a', 'b']) {
        await until(`frame ${name}`, async () => (await run<string>(name, 'typeof begin')) === 'function');
      }
    },
    /** Waits until a person decodes so many more frames. */
    async decodes(name: string, more: number, within = 20_000): Promise<void> {
      const { decoded } = await stats(name);
      await until(
        `${more} frames decoded by ${name}`,
        async () => {
          const now = await stats(name);
          if (now.decoded - decoded < more) throw new Error(JSON.stringify(now));
          return true;
        },
        { within, every: 200 },
      );
    },
    async close() {
      await person.close();
      await server.close();
      probe.remove();
    },
  };
}
export type CallMediaStage = Awaited<ReturnType<typeof setCallMediaStage>>;
