import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInline } from '../../lib/inline/to-inline';
import { browserMissing } from '../support/browser/launch';
import { CHAT_REPLICAS, replicaPage } from './support/chat-pages';
import { type ChatStub, joined, octetsOf, openChatStub } from './support/chat-stub';

const SEALED = octetsOf(500, 7);
const THEIRS = octetsOf(200, 11);

describe.skipIf(browserMissing('chromium') !== undefined)('a chat page that no file describes', () => {
  let stub: ChatStub;
  beforeAll(async () => {
    stub = await openChatStub((name) => CHAT_REPLICAS[name] && replicaPage(CHAT_REPLICAS[name]));
  });
  afterAll(() => stub.close());

  it.each(Object.keys(CHAT_REPLICAS))('sends sealed octets through %s, and covers what comes', async (name) => {
    const ticket = await stub.open(name);
    expect(await stub.say(ticket, { octets: [...SEALED] })).toEqual({ ok: true });
    expect(joined(await stub.posted())).toEqual([...SEALED]);
    await stub.line(SEALED.length);

    for (const text of toInline(THEIRS, 300)) await stub.show(text);
    const { input } = await stub.line(THEIRS.length);
    expect(input).toMatchObject({ place: { protocol: 'text' } });
  });
});
