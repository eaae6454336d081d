import { describe, expect, it } from 'vitest';
import { storedChannel } from '../../../../lib/channel/channel';
import { endSessions, sealMessage } from '../../../../lib/channel/send';
import { fromHex, toHex } from '../../../../lib/core/wire/hex';
import type { MessageId } from '../../../../lib/core/wire/ids';
import { markSealed } from '../../../../lib/core/wire/sealed';
import { createThief } from '../../../support/channel/thief';
import {
  type ChatPerson,
  createChatWorld,
  createOpenWorld,
  HOUR,
  newMessageId,
  randomOctets,
} from '../../../support/chat/world';
import { until } from '../../../support/wait';

const hasOnce = async (person: ChatPerson, text: string): Promise<boolean> =>
  (await person.lines()).filter((line) => line === text).length === 1;

/** Octets that somebody gives the relay for this person. */
function give(person: ChatPerson, payload: Uint8Array): Promise<unknown> {
  const frame = { kind: 'deliver' as const, id: newMessageId(), at: 0, payload };
  return person.now.intake.take([frame]);
}

describe('sessions', () => {
  it('begun by both at once open one channel, and what was written before it goes out', async () => {
    const { anna, bert, failures } = await createChatWorld();
    await anna.say('early, of anna');
    await bert.say('early, of bert');
    anna.goOnline();
    bert.goOnline();
    await Promise.all([anna.now.meeting.renew(anna.id), bert.now.meeting.renew(bert.id)]);
    await until('both', async () => (await hasOnce(anna, 'early, of bert')) && (await hasOnce(bert, 'early, of anna')));
    for (const person of [anna, bert]) {
      expect((await person.lines()).filter((line) => line === '[opened]')).toHaveLength(1);
      expect(await person.lines()).not.toContain('[restarted]');
    }
    expect(failures()).toEqual([]);
  });

  it('stolen as a whole from the open state, open nothing that was said before, and nothing after an answer', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    for (let round = 0; round < 8; round += 1) {
      await anna.say(`anna ${round}`);
      await until('it', () => hasOnce(bert, `anna ${round}`));
      await bert.say(`bert ${round}`);
      await until('it', () => hasOnce(anna, `bert ${round}`));
    }
    const before = [...relay.seen];
    const stolen = (await bert.now.book.entry(bert.id)).channel?.slice();
    const stolenAt = relay.seen.length;
    await anna.say('right after the theft');
    await until('it', () => hasOnce(bert, 'right after the theft'));
    const thiefAtOnce = createThief(stolen ?? new Uint8Array())
      .read(relay.seen.slice(stolenAt))
      .map((words) => words.slice(words.indexOf('right')));
    expect(createThief(stolen ?? new Uint8Array()).read(before)).toEqual([]);
    // Every 32 octets of the state, tried as a key of the last that came: slow.
    expect(createThief(stolen ?? new Uint8Array()).read(before.slice(-2), true)).toEqual([]);
    await bert.say('turns the ratchet');
    await until('it', () => hasOnce(anna, 'turns the ratchet'));
    await anna.say('and back');
    await until('it', () => hasOnce(bert, 'and back'));
    await bert.say('healed');
    await until('it', () => hasOnce(anna, 'healed'));
    const mark = relay.seen.length;
    await anna.say('secret again');
    await bert.say('and this');
    await until('both', async () => (await hasOnce(bert, 'secret again')) && (await hasOnce(anna, 'and this')));
    expect(createThief(stolen ?? new Uint8Array()).read(relay.seen.slice(mark))).toEqual([]);
    // And the thief is one that could: what comes right after the theft opens.
    expect(thiefAtOnce).toContain('right after the theft');
  });

  it('lost on one side begin anew, and what was on its way is shown once', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    clock.now += HOUR;
    bert.goOffline();
    for (let count = 0; count < 5; count += 1) await anna.say(`on its way ${count}`);
    await until('the relay to have it', async () => (await anna.now.outbox.queued()) === 0);
    // Bert's sessions are gone, as after damage; only that there was a channel is known.
    await bert.now.book.step(async () => {
      const { channel, ...entry } = await bert.now.book.entry(bert.id);
      const state = storedChannel.read(channel?.slice() ?? new Uint8Array());
      await bert.now.book.write({ entries: [{ ...entry, channel: storedChannel.write({ ...state, sessions: [] }) }] });
    });
    bert.goOnline();
    for (let count = 0; count < 5; count += 1) await until('it', () => hasOnce(bert, `on its way ${count}`));
    await until('anna to know', async () =>
      (await anna.history()).every(({ mine, state }) => !mine || state === 'delivered'),
    );
    expect(await bert.lines()).toContain('[restarted]');
  });

  it('ended by the other take nothing more: what waits is told not to go out', async () => {
    const { anna, bert } = await createOpenWorld();
    anna.goOffline();
    const id = await anna.say('too late');
    const { channel } = await bert.now.book.entry(bert.id);
    const { payload } = endSessions(channel ?? new Uint8Array(), { now: () => 0, random: randomOctets });
    await give(anna, payload ?? new Uint8Array());
    expect(await anna.lines()).toEqual(['[opened]', 'too late', '[ended-by-them]']);
    expect((await anna.history()).find((one) => one.id === id)).toMatchObject({
      state: 'error',
      problem: 'chat/not-writable',
    });
    await expect(anna.say('more')).rejects.toThrow('chat/not-writable');
    expect((await anna.now.book.entry(anna.id)).record.ended?.by).toBe('them');
  });

  it('carry a message of a later version as a line that says so, once', async () => {
    const { anna, bert } = await createOpenWorld();
    for (const content of [Uint8Array.of(77, 1, 2, 3), Uint8Array.of(2, 0)]) {
      const id = newMessageId();
      await bert.now.book.step(async () => {
        const entry = await bert.now.book.entry(bert.id);
        const ports = { now: () => 0, random: randomOctets };
        const sealed = sealMessage(entry.channel ?? new Uint8Array(), { content, id }, ports);
        await bert.now.book.write({ entries: [{ ...entry, channel: sealed.channel }] });
        await give(anna, sealed.payload);
        await give(anna, sealed.payload);
      });
    }
    expect(await anna.lines()).toEqual(['[opened]', '[newer-version]', '[newer-version]']);
  });

  it('answer octets of strangers with nothing: no line, no failure, no end', async () => {
    const { anna, bert, relay, failures } = await createOpenWorld();
    const [real] = relay.seen.slice(-1);
    const octets = real ?? new Uint8Array();
    for (let count = 0; count < 60; count += 1) {
      const changed = octets.slice();
      const at = 3 + (count % (octets.length - 3));
      changed[at] = (changed[at] ?? 0) ^ (1 + (count % 255));
      await give(anna, changed);
      await give(anna, markSealed('message', randomOctets(1 + count * 7)));
      await give(anna, markSealed('handshake', randomOctets(1 + count * 7)));
    }
    await give(anna, octets);
    await anna.say('still here');
    await until('it', () => hasOnce(bert, 'still here'));
    expect((await anna.lines()).filter((line) => line.startsWith('[lost'))).toEqual([]);
    expect(failures()).toEqual([]);
  });

  it('accept each message once, however often and late the relay repeats it [req 36]', async () => {
    const { anna, bert, relay, clock } = await createOpenWorld();
    const mark = relay.seen.length;
    for (let count = 0; count < 40; count += 1) await anna.say(`${count}`);
    await until('all', async () => (await bert.lines()).length === 41);
    const all = relay.seen.slice(mark);
    for (const payload of [...all, ...all.toReversed()]) await give(bert, payload);
    await bert.restart();
    clock.now += 100 * HOUR;
    for (const payload of all) await give(bert, payload);
    expect((await bert.lines()).length).toBe(41);
  });

  it('keep what they draw apart: no two payloads share a nonce or an id', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    for (let count = 0; count < 30; count += 1) await (count % 2 ? anna : bert).say(`${count}`);
    await until('all', async () => (await bert.lines()).length === 31);
    const seen = relay.seen.map((payload) => toHex(payload));
    expect(new Set(seen).size).toBe(seen.length);
    expect(fromHex(seen[0] ?? '')).toHaveLength(relay.seen[0]?.length ?? 0);
    const ids = (await bert.history()).map(({ id }): MessageId => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
