import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileRow, MessageRow, OutboxRow } from '../../../lib/chat/rows';
import type { ConversationId, FileId } from '../../../lib/core/chat';
import type { MessageId } from '../../../lib/core/wire/ids';
import { openStore, type Store } from '../../../lib/store/store';

let store: Store;
beforeEach(() => {
  store = openStore(`test-${crypto.randomUUID()}`);
});
afterEach(() => store.close());

const id = <T extends string>(letter: string) => letter.repeat(32) as T;
const [ONE, OTHER] = [id<ConversationId>('1'), id<ConversationId>('2')];
const line = (conversation: ConversationId, place: number, more: Partial<MessageRow> = {}): MessageRow => ({
  conversation,
  place,
  id: `${place}`.padStart(32, '0') as MessageId,
  mine: true,
  state: 'sending',
  sealed: Uint8Array.of(place),
  ...more,
});
const out = (turn: number, conversation = ONE): OutboxRow => ({
  id: `${turn}`.padStart(32, 'a') as MessageId,
  conversation,
  to: [],
  payload: Uint8Array.of(1),
  createdAt: 1,
  tries: 0,
  nextTry: 0,
  state: 'queued',
  turn,
});
const arrived = (letter: string) => ({ id: id<MessageId>(letter), at: 1, payload: Uint8Array.of(1) });

describe('the rows of chat', () => {
  it('answers a page of one conversation, newest first, from below a place', async () => {
    const lines = [1, 2, 3, 4].map((place) => line(ONE, place));
    await store.chat.write({ messages: [...lines, line(OTHER, 9)] });
    const page = await store.chat.messages(ONE, 4, 2);
    expect(page.map(({ place }) => place)).toEqual([3, 2]);
    expect(await store.chat.lastPlace(ONE)).toBe(4);
    expect(await store.chat.lastPlace(id('3'))).toBe(0);
  });

  it('writes all of a step or nothing', async () => {
    const twice = [line(ONE, 1), line(ONE, 2, { id: line(ONE, 1).id })];
    await expect(store.chat.write({ messages: twice, outbox: [out(1)] })).rejects.toMatchObject({
      code: 'store/failed',
    });
    expect(await store.chat.outbox()).toEqual([]);
    expect(await store.chat.messages(ONE, undefined, 9)).toEqual([]);
  });

  it('finds what is over, and when the next is', async () => {
    await store.chat.write({ messages: [line(ONE, 1, { goneAt: 50 }), line(ONE, 2, { goneAt: 70 }), line(ONE, 3)] });
    expect((await store.chat.overdue(60)).map(({ place }) => place)).toEqual([1]);
    expect(await store.chat.nextGone()).toBe(50);
  });

  it('takes a payload once, however often it comes [req 36]', async () => {
    expect(await store.chat.putInbox([arrived('a'), arrived('b'), arrived('a')])).toBe(2);
    expect(await store.chat.putInbox([arrived('b'), arrived('c')])).toBe(1);
    const rows = await store.chat.inbox(9);
    expect(rows.map((row) => row.id[0])).toEqual(['a', 'b', 'c']);
    await store.chat.write({ opened: rows.slice(0, 2).map(({ turn }) => turn) });
    expect(await store.chat.unopened()).toBe(1);
  });

  it('removes a conversation with its lines and what waits in it, and no other', async () => {
    const conversations = [ONE, OTHER].map((one) => ({ id: one, record: Uint8Array.of(1) }));
    const messages = [line(ONE, 1), line(OTHER, 1)];
    await store.chat.write({ conversations, messages, outbox: [out(1), out(2, OTHER)] });
    await store.chat.write({ removeConversations: [ONE] });
    expect(await store.chat.messages(ONE, undefined, 9)).toEqual([]);
    expect((await store.chat.outbox()).map(({ turn }) => turn)).toEqual([2]);
    expect((await store.chat.conversations()).map((row) => row.id)).toEqual([OTHER]);
  });

  it('removes a file with all of its pieces', async () => {
    const file = id<FileId>('f');
    const row: FileRow = {
      file,
      conversation: ONE,
      message: id('a'),
      direction: 'up',
      state: 'moving',
      done: 0,
      sealedOctets: 2,
    };
    await store.files.put(row);
    await store.files.putPiece(file, 0, Uint8Array.of(1));
    await store.files.putPiece(file, 1, Uint8Array.of(2));
    expect((await store.files.unfinished()).map((found) => found.file)).toEqual([file]);
    expect(await store.files.pieces(file)).toBe(2);
    await store.files.remove(file);
    expect([await store.files.get(file), await store.files.pieces(file)]).toEqual([undefined, 0]);
  });

  it('keeps a device key that cannot be read out, and forgets with the account what belongs to it', async () => {
    const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
    const account = {
      relay: 'https://relay.test',
      user: 'anna.k7m2q' as never,
      device: id<never>('d'),
      deviceKey: pair.privateKey,
      devicePublic: new Uint8Array(32),
    };
    await store.relayAccount.put(account);
    await store.chat.write({ device: Uint8Array.of(1), outbox: [out(1)], messages: [line(ONE, 1)] });
    expect((await store.relayAccount.get())?.deviceKey.extractable).toBe(false);
    await store.relayAccount.remove();
    expect(await store.relayAccount.get()).toBeUndefined();
    expect([await store.chat.device(), (await store.chat.outbox()).length]).toEqual([undefined, 0]);
    expect(await store.chat.messages(ONE, undefined, 9)).toHaveLength(1);
  });
});
