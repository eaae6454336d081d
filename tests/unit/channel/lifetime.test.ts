import { describe, expect, it } from 'vitest';
import { statusOf, storedChannel, sweepChannel } from '../../../lib/channel/channel';
import { renewStatement, storedDevice } from '../../../lib/channel/device';
import { sealMessage } from '../../../lib/channel/send';
import { AppError } from '../../../lib/core/errors';
import { createTalk, createWorld, DAY } from '../../support/channel/world';

describe('the end of a session', () => {
  it('is told to the other, and leaves no key on either side', async () => {
    const { anna, bert } = await createTalk();
    const late = bert.say('late');
    const end = anna.end();
    expect(end).toBeDefined();
    expect(await bert.hear(end as Uint8Array)).toMatchObject({ kind: 'ended', order: { missing: 0 } });
    for (const party of [anna, bert]) {
      expect(party.status()).toMatchObject({ state: 'none', tags: [] });
      expect(party.state.channel.length).toBeLessThan(300);
    }
    expect(await anna.listen(late)).toBe('unreadable: ended');
    expect(await bert.listen(end as Uint8Array)).toBe('unreadable: ended');
  });

  it('may come while the other half is awaited', async () => {
    const { anna, bert } = await createWorld();
    await anna.start(bert.publish());
    expect(await bert.listen(anna.end() as Uint8Array)).toBe('ended');
    expect(bert.status().state).toBe('none');
  });

  it('is followed by a new session where one is begun', async () => {
    const { anna, bert } = await createTalk();
    await bert.hear(anna.end() as Uint8Array);
    expect(() => anna.say('nothing to say it in')).toThrow(new AppError('channel/none'));
    await bert.start(anna.publish());
    expect(await anna.listen(bert.say('again'))).toBe('again');
  });

  it('ends those that it took over from, too', async () => {
    const { anna, bert } = await createTalk();
    await anna.start(bert.publish());
    await bert.hear(anna.nod());
    await anna.hear(bert.nod());
    expect([anna.status().tags.length, bert.status().tags.length]).toEqual([2, 2]);
    expect(await anna.listen(bert.end() as Uint8Array)).toBe('ended');
    expect([anna.status().state, bert.status().state]).toEqual(['none', 'none']);
  });

  it('ends one that was taken over from alone, where its end comes late', async () => {
    const { anna, bert } = await createTalk();
    const end = anna.end() as Uint8Array;
    await anna.start(bert.publish());
    await bert.hear(anna.nod());
    expect(await bert.listen(end)).toBe('ended');
    expect(bert.status()).toMatchObject({ state: 'open', tags: anna.status().tags });
    expect(await anna.listen(bert.say('still here'))).toBe('still here');
  });

  it('says nothing where there was none', async () => {
    const { anna } = await createWorld();
    expect(anna.end()).toBeUndefined();
  });
});

describe('a session that another took over from', () => {
  it('is forgotten a week after its last message', async () => {
    const { anna, bert, clock } = await createTalk();
    const late = anna.say('late');
    await anna.start(bert.publish());
    await bert.hear(anna.say('anew'));
    expect(bert.status().tags).toHaveLength(2);
    bert.state.channel = sweepChannel(bert.state.channel, clock.now + 7 * DAY);
    expect(bert.status().tags).toHaveLength(1);
    expect(await bert.listen(late)).toBe('unreadable: ended');
  });

  it('is forgotten when there are four newer ones', async () => {
    const { anna, bert } = await createTalk();
    const publication = bert.publish(6);
    for (const oneTime of publication.oneTime) {
      await anna.start(publication, oneTime);
      await bert.hear(anna.nod());
    }
    expect(bert.status().tags).toHaveLength(4);
    expect(anna.status().tags).toHaveLength(4);
  });
});

describe('prekeys', () => {
  it('stay for a week, are then made anew, and the older ones are kept for what is on its way', async () => {
    const { anna, bert, clock } = await createWorld();
    const first = bert.publish();
    expect(bert.publish().bundle).toEqual(first.bundle);
    await anna.start(first);
    const underway = anna.say('underway');
    await anna.start({ ...first, oneTime: [] }, undefined);
    const late = anna.say('late');
    clock.now += 7 * DAY;
    const second = bert.publish();
    expect(second.bundle).not.toEqual(first.bundle);
    clock.now += 20 * DAY;
    bert.publish();
    expect(await bert.listen(underway)).toBe('underway');
    const kept = storedDevice.read(bert.state.device);
    expect(kept.generations.length).toBeGreaterThan(2);
    clock.now += DAY;
    bert.publish();
    expect(await bert.listen(late)).toBe('refused: prekey-gone');
  });

  it('are new each time they are published, and at most 300 are kept', async () => {
    const { bert } = await createWorld();
    const published = [...bert.publish(4).oneTime, ...bert.publish(4).oneTime].map((octets) => octets.join());
    expect(new Set(published).size).toBe(8);
    bert.publish(200);
    bert.publish(200);
    expect(storedDevice.read(bert.state.device).oneTime).toHaveLength(300);
  }, 60_000);

  it('are made anew where the statement was, and say the same device', async () => {
    const { anna, bert, clock } = await createWorld();
    const before = bert.publish();
    await anna.start(before);
    const underway = anna.say('underway');
    clock.now += 60_000;
    bert.state.device = await renewStatement(bert.state.device, clock.now + 365 * DAY, bert.ports);
    const after = bert.publish();
    expect(after.bundle).not.toEqual(before.bundle);
    expect(await bert.listen(underway)).toBe('underway');
    expect(await anna.start(after)).toBe('started');
    expect(anna.status().peer.issued).toBe(clock.now);
  });
});

describe('a stored state', () => {
  it('is refused when it is not one, or of another version', async () => {
    const { anna } = await createTalk();
    const octets = anna.state.channel;
    for (const broken of [new Uint8Array(), octets.with(0, 2), octets.subarray(0, 200), Uint8Array.of(...octets, 0)]) {
      expect(() => statusOf(broken)).toThrow(new AppError('channel/damaged'));
    }
    expect(storedChannel.write(storedChannel.read(octets))).toEqual(octets);
  });

  it('is not changed by the steps that are taken from it', async () => {
    const { anna, bert } = await createTalk();
    const before = anna.state.channel.slice();
    const given = anna.state.channel;
    anna.say('one');
    await bert.hear(anna.say('two'));
    anna.state.channel = given;
    await anna.hear(bert.say('three'));
    expect(given).toEqual(before);
  });

  it('takes no message that is too long', async () => {
    const { anna, bert } = await createTalk();
    const most = 'x'.repeat(49_152);
    const payload = anna.say(most);
    expect(payload.length).toBeLessThan(65_536 - 16_000);
    expect(await bert.listen(payload)).toBe(most);
    const content = new Uint8Array(49_153);
    expect(() => sealMessage(anna.state.channel, { content }, anna.ports)).toThrow(new AppError('channel/too-large'));
  });

  it('adds 146 octets and padding to the words', async () => {
    const { anna } = await createTalk();
    expect(anna.say('x'.repeat(160)).length).toBe(306);
    expect(anna.say('x').length).toBe(anna.say('x'.repeat(44)).length);
  });
});
