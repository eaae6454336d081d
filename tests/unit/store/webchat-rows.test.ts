import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Origin } from '../../../lib/core/brand';
import type { TalkId } from '../../../lib/core/webchat';
import { openStore, type Store } from '../../../lib/store/store';

let name: string;
let store: Store;
beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  store = openStore(name);
});
afterEach(() => store.close());

const [ONE, OTHER] = ['1'.repeat(32) as TalkId, '2'.repeat(32) as TalkId];
const talk = (id: TalkId, octet = 1) => ({ id, sealed: Uint8Array.of(octet) });
const line = (id: string, of: TalkId, order = 1) => ({ id, talk: of, order, sealed: Uint8Array.of(7) });

describe('the rows of talks in pages', () => {
  it('keeps the key for line ids, talks and lines, and the last state of each', async () => {
    expect(await store.talks.lineKey()).toBeUndefined();
    await store.talks.write({ lineKey: Uint8Array.of(9), talks: [talk(ONE)], lines: [line('a', ONE)] });
    await store.talks.write({ talks: [talk(ONE, 2), talk(OTHER)] });
    expect(await store.talks.lineKey()).toEqual(Uint8Array.of(9));
    expect(await store.talks.talks()).toEqual([talk(ONE, 2), talk(OTHER)]);
    expect(await store.talks.line('a')).toEqual(line('a', ONE));
    expect(await store.talks.line('b')).toBeUndefined();
  });

  it('removes a talk with its lines, and no other', async () => {
    await store.talks.write({ talks: [talk(ONE), talk(OTHER)], lines: [line('a', ONE), line('b', OTHER)] });
    await store.talks.write({ removeTalks: [ONE] });
    expect(await store.talks.talks()).toEqual([talk(OTHER)]);
    expect([await store.talks.line('a'), await store.talks.line('b')]).toEqual([undefined, line('b', OTHER)]);
  });

  it('removes the oldest lines of a talk, and none of another', async () => {
    const lines = [line('a', ONE, 1), line('b', ONE, 2), line('c', ONE, -1), line('d', OTHER, 1)];
    await store.talks.write({ talks: [talk(ONE), talk(OTHER)], lines });
    await store.talks.write({ removeLines: [{ talk: ONE, from: 0, upTo: 2 }] });
    const kept = await Promise.all(['a', 'b', 'c', 'd'].map(store.talks.line));
    expect(kept.map((row) => row?.id)).toEqual([undefined, undefined, 'c', 'd']);
  });

  it('writes all of a step or nothing [req 4]', async () => {
    const step = {
      lineKey: Uint8Array.of(9),
      talks: [talk(ONE)],
      lines: [{ talk: ONE, order: 1, sealed: Uint8Array.of(1) }],
    };
    await expect(store.talks.write(step as never)).rejects.toMatchObject({ code: 'store/failed' });
    expect([await store.talks.lineKey(), await store.talks.talks()]).toEqual([undefined, []]);
  });

  it('keeps what a site is used for, how, and where its box is', async () => {
    const origin = 'https://chat.example.org' as Origin;
    const picks = { box: '#box', messages: '#list li' };
    await store.grants.put({ origin, grantedAt: 1, use: 'chat', mode: 'convenience', picks });
    expect(await store.grants.list()).toEqual([{ origin, grantedAt: 1, use: 'chat', mode: 'convenience', picks }]);
  });
});

describe('a database of version 4', () => {
  it('opens with its lines, which are the oldest of their talk', async () => {
    const old = new Dexie(name);
    old.version(3).stores({ talkLineKey: 'id', talks: 'id', talkLines: 'id, talk' });
    old.version(4).stores({ calls: 'key' });
    await old.table('talkLines').put({ id: 'a', talk: ONE, sealed: Uint8Array.of(7) });
    old.close();
    expect(await store.talks.line('a')).toEqual(line('a', ONE, 0));
    await store.talks.write({ lines: [line('b', ONE, 1)], removeLines: [{ talk: ONE, from: 0, upTo: 0 }] });
    expect([await store.talks.line('a'), (await store.talks.line('b'))?.id]).toEqual([undefined, 'b']);
  });
});

describe('a database of version 2', () => {
  it('opens with its conversations and grants, and without talks', async () => {
    const old = new Dexie(name);
    old.version(1).stores({ vault: 'id', grants: 'origin', settings: 'id' });
    old.version(2).stores({ conversations: 'id', chatDevice: 'id' });
    await old.table('grants').put({ origin: 'https://mail.example.org', grantedAt: 5 });
    await old.table('conversations').put({ id: ONE, record: Uint8Array.of(3) });
    old.close();
    expect(await store.grants.list()).toEqual([{ origin: 'https://mail.example.org', grantedAt: 5 }]);
    expect((await store.chat.conversations()).map(({ id }) => id)).toEqual([ONE]);
    expect(await store.talks.talks()).toEqual([]);
    await store.talks.write({ talks: [talk(ONE)] });
    expect(await store.talks.talks()).toHaveLength(1);
  });
});
