import { findInline } from '../../../lib/inline/find-inline';
import { createJoiner } from '../../../lib/inline/joiner';
import { until } from '../../support/wait';
import { startServer } from './practice-server';
import { type Heard, openStubBrowser } from './stub-browser';

type InPage = { posted: string[]; show(text: string, mine: boolean): void };

/** Octets that could be sealed, and are not. */
export const octetsOf = (length: number, by: number): Uint8Array =>
  new Uint8Array(length).map((_, at) => (at * by) % 256);

/** Chromium with the real script of chat pages, a stub for the background, and a server of practice pages. */
export async function openChatStub(pages: (name: string) => string | undefined) {
  const server = await startServer(
    (path) => pages(new URL(path, 'http://127.0.0.1').searchParams.get('page') ?? ''),
    () => '',
  );
  const stub = await openStubBrowser('chat');
  const heard = async (command: string): Promise<readonly Heard[]> =>
    (await stub.heard()).filter((one) => one.command === command);
  return {
    ...stub,
    heardOf: heard,
    /** Opens the page, and answers the ticket of our box in it. */
    async open(name: string): Promise<string> {
      await stub.forget();
      await stub.page.goto(`${server.origin}/?page=${encodeURIComponent(name)}`);
      return stub.ticketFor('chatPage.offerBox');
    },
    posted: () => stub.page.evaluate(() => (globalThis as unknown as InPage).posted),
    show: (text: string, mine = false) =>
      stub.page.evaluate((words, own) => (globalThis as unknown as InPage).show(words, own), text, mine),
    /** The line that was offered for so many octets. */
    line: (octets: number): Promise<Heard> =>
      until(`a line of ${octets} octets`, async () =>
        (await heard('chatPage.offerLine')).find(({ input }) => input?.octets === octets),
      ),
    async close() {
      await stub.close();
      await server.stop();
    },
  };
}

export type ChatStub = Awaited<ReturnType<typeof openChatStub>>;

/** The octets that these texts carry together. */
export function joined(texts: readonly string[]): readonly number[] | undefined {
  const joiner = createJoiner({ now: () => 0 });
  for (const found of texts.flatMap(findInline)) {
    const one = found.kind === 'part' ? joiner.add(found.part) : undefined;
    if (one?.state === 'whole') return [...one.octets];
  }
  return undefined;
}
