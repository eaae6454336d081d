import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findInline } from '../../lib/inline/find-inline';
import { createJoiner } from '../../lib/inline/joiner';
import { toInline } from '../../lib/inline/to-inline';
import { browserMissing } from '../support/browser/launch';
import { until } from '../support/wait';
import { CHAT_REPLICAS, replicaPage } from './support/chat-pages';
import { startServer } from './support/practice-server';
import { openStubBrowser, type StubBrowser } from './support/stub-browser';

const SEALED = Array.from({ length: 500 }, (_, at) => (at * 7) % 256);
const THEIRS = new Uint8Array(200).map((_, at) => (at * 11) % 256);

/** The octets that a page has sent, joined again. */
function joined(texts: readonly string[]): readonly number[] | undefined {
  const joiner = createJoiner({ now: () => 0 });
  for (const found of texts.flatMap(findInline)) {
    const one = found.kind === 'part' ? joiner.add(found.part) : undefined;
    if (one?.state === 'whole') return [...one.octets];
  }
  return undefined;
}

describe.skipIf(browserMissing('chromium') !== undefined)('a chat page that no file describes', () => {
  let stub: StubBrowser;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer(
      (path) => {
        const replica = CHAT_REPLICAS[new URL(path, 'http://127.0.0.1').searchParams.get('page') ?? ''];
        return replica && replicaPage(replica);
      },
      () => '',
    );
    stub = await openStubBrowser('chat');
  });
  afterAll(async () => {
    await stub.close();
    await server.stop();
  });
  beforeEach(() => stub.forget());

  const open = async (name: string) => {
    await stub.page.goto(`${server.origin}/?page=${encodeURIComponent(name)}`);
    return stub.ticketFor('chatPage.offerBox');
  };
  const posted = () => stub.page.evaluate(() => (window as unknown as { posted: string[] }).posted);
  const show = (text: string, mine: boolean) =>
    stub.page.evaluate(
      (words, own) => (window as unknown as { show(a: string, b: boolean): void }).show(words, own),
      text,
      mine,
    );
  const lines = async () => (await stub.heard()).filter(({ command }) => command === 'chatPage.offerLine');

  it.each(Object.keys(CHAT_REPLICAS))('sends sealed octets through %s, and covers what comes', async (name) => {
    const ticket = await open(name);
    expect(await stub.say(ticket, { octets: SEALED })).toEqual({ ok: true });
    expect(joined(await posted())).toEqual(SEALED);
    const [mine] = await until('my line', async () => (await lines()).length > 0 && lines());
    expect(mine?.input).toMatchObject({ octets: SEALED.length });

    for (const text of toInline(THEIRS, 300)) await show(text, false);
    const theirs = await until('their line', async () =>
      (await lines()).find(({ input }) => input?.octets === THEIRS.length),
    );
    expect(theirs.input).toMatchObject({ place: { protocol: 'text' } });
  });
});
