import { describe, expect, it } from 'vitest';
import { sealSignal } from '../../../../lib/chat/signals';
import { createSignalling } from '../../../../lib/chat/talking/signalling';
import type { ConversationId } from '../../../../lib/core/chat';
import { DEFAULT_SETTINGS, type Settings } from '../../../../lib/core/settings';
import { toHex } from '../../../../lib/core/wire/ids';
import { createOpenWorld, randomOctets } from '../../../support/chat/world';
import { until } from '../../../support/wait';

describe('who is there, and who writes', () => {
  it('is seen where both show it', async () => {
    const { anna, bert } = await createOpenWorld();
    await until('anna to see bert', () => anna.now.talking.isOnline(anna.id));
    await until('bert to see anna', () => bert.now.talking.isOnline(bert.id));
    bert.goOffline();
    await until('anna to see him go', () => !anna.now.talking.isOnline(anna.id));
    anna.goOffline();
    expect(anna.now.talking.isOnline(anna.id)).toBe(false);
  });

  it('is seen by nobody where one of the two does not show it', async () => {
    const { anna, bert } = await createOpenWorld({ bert: { settings: { shareOnline: false, shareTyping: false } } });
    await anna.now.talking.typing(anna.id, true);
    await bert.now.talking.typing(bert.id, true);
    await anna.say('something');
    await until('it', async () => (await bert.lines()).includes('something'));
    for (const person of [anna, bert]) {
      expect(person.now.talking.isOnline(person.id)).toBe(false);
      expect(person.now.talking.isTyping(person.id)).toBe(false);
    }
  });

  it('stops with the message, with the word of the writer, or by itself', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    await until('anna to know that bert shows it', async () => (await anna.now.book.entry(anna.id)).record.theirTyping);
    const isTyping = () => bert.now.talking.isTyping(bert.id);
    await anna.now.talking.typing(anna.id, true);
    await until('bert to see', isTyping);
    await anna.now.talking.typing(anna.id, false);
    await until('bert to see', () => !isTyping());
    await anna.now.talking.typing(anna.id, true);
    await until('bert to see', isTyping);
    await anna.say('written');
    await until('bert to see', () => !isTyping());
    clock.now += 5_000;
    await anna.now.talking.typing(anna.id, true);
    await until('bert to see', isTyping);
    clock.now += 10_000;
    expect(isTyping()).toBe(false);
  });

  it('stops with the message, which needs no further word of the writer', async () => {
    const { anna, bert } = await createOpenWorld();
    await until('anna to know that bert shows it', async () => (await anna.now.book.entry(anna.id)).record.theirTyping);
    const { link } = anna.now;
    const { send } = link;
    let signals = 0;
    link.send = (frames) => {
      signals += frames.filter(({ kind }) => kind === 'signal').length;
      return send(frames);
    };
    await anna.now.talking.typing(anna.id, true);
    await anna.say('written');
    await anna.now.talking.typing(anna.id, false);
    expect(signals).toBe(1);
    await until('bert to see', async () => (await bert.lines()).includes('written'));
    expect(bert.now.talking.isTyping(bert.id)).toBe(false);
  });

  it('does not begin anew with a signal that was still looked at when the message after it was opened', async () => {
    const id = 'a'.repeat(32) as ConversationId;
    const key = crypto.getRandomValues(new Uint8Array(32));
    const settings = Promise.withResolvers<Settings>();
    const signalling = createSignalling({
      book: { entries: async () => [{ record: { id, theirSignalKey: toHex(key) } }] },
      link: { onState: () => undefined },
      vault: { state: async () => ({ phase: 'unlocked' }) },
      settings: () => settings.promise,
      now: () => 0,
      announce: () => undefined,
    } as never);
    const typing = (counter: number): Promise<void> => {
      const signal = { kind: 'typing', on: true } as const;
      return signalling.onFrames([{ kind: 'signal', payload: sealSignal(key, counter, signal, randomOctets) }]);
    };
    const heard = typing(1);
    signalling.stopped(id);
    settings.resolve(DEFAULT_SETTINGS);
    await heard;
    expect(signalling.isTyping(id)).toBe(false);
    await typing(2);
    expect(signalling.isTyping(id)).toBe(true);
  });

  it('is not kept: no signal is in a mailbox or on a disk', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    await until('anna to know that bert shows it', async () => (await anna.now.book.entry(anna.id)).record.theirTyping);
    bert.goOffline();
    const kept = async () => [
      (await anna.now.rows.outbox()).map(({ id }) => id).filter((id) => !before.has(id)),
      await anna.now.rows.lastPlace(anna.id),
      await bert.now.rows.unopened(),
    ];
    await until('what opened the channel to be at rest', async () => {
      const { owed } = (await anna.now.book.entry(anna.id)).record;
      return owed === undefined && (await anna.now.rows.outbox()).every(({ state }) => state === 'stored');
    });
    const before = new Set((await anna.now.rows.outbox()).map(({ id }) => id));
    const was = await kept();
    const waiting = relay.mailbox(bert.device);
    await anna.now.talking.typing(anna.id, true);
    expect(await anna.now.talking.signal(anna.id, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(relay.mailbox(bert.device)).toBe(waiting);
    expect(await kept()).toEqual(was);
  });

  it('carries octets without trace once each, and refuses what was sent before', async () => {
    const { anna, bert } = await createOpenWorld();
    const taken: Uint8Array[] = [];
    const link = anna.now.link;
    const send = link.send;
    link.send = (frames) => {
      for (const frame of frames) if (frame.kind === 'signal') taken.push(frame.payload.slice());
      return send(frames);
    };
    expect(await anna.now.talking.signal(anna.id, Uint8Array.of(1))).toBe(true);
    expect(await anna.now.talking.signal(anna.id, Uint8Array.of(2))).toBe(true);
    await until('both', () => bert.now.traces.length === 2);
    for (const payload of taken) await bert.now.talking.onFrames([{ kind: 'signal', payload }]);
    expect(bert.now.traces.map(({ id, octets }) => [id, ...octets])).toEqual([
      [bert.id, 1],
      [bert.id, 2],
    ]);
    anna.goOffline();
    expect(await anna.now.talking.signal(anna.id, Uint8Array.of(3))).toBe(false);
  });
});
