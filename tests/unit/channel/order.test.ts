import { describe, expect, it } from 'vitest';
import { storedChannel, sweepChannel } from '../../../lib/channel/channel';
import { createTalk, DAY } from '../../support/channel/world';

describe('[req 36] messages out of their order', () => {
  it('are read once each, and say what is missing before them', async () => {
    const { anna, bert } = await createTalk();
    const sent = ['one', 'two', 'three', 'four'].map((words) => anna.say(words));
    const [one, two, three, four] = sent as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(await bert.hear(three)).toMatchObject({ kind: 'message', order: { missing: 2, late: false } });
    expect(await bert.hear(one)).toMatchObject({ kind: 'message', order: { missing: 0, late: true } });
    expect(await bert.hear(four)).toMatchObject({ kind: 'message', order: { missing: 0, late: false } });
    expect(await bert.hear(two)).toMatchObject({ kind: 'message', order: { missing: 0, late: true } });
    for (const payload of sent) expect(await bert.hear(payload)).toEqual({ kind: 'duplicate' });
  });

  it('have the place at which they were said', async () => {
    const { anna, bert } = await createTalk();
    const [one, two] = [anna.say('one'), anna.say('two')];
    const [second, first] = [await bert.hear(two), await bert.hear(one)];
    if (first.kind !== 'message' || second.kind !== 'message') throw new Error('two messages were expected');
    expect(second.order.index).toBe(first.order.index + 1);
  });

  it('are missed across the end of a chain, too', async () => {
    const { anna, bert } = await createTalk();
    const late = anna.say('late');
    anna.say('never');
    expect(await anna.listen(bert.say('turn'))).toBe('turn');
    anna.say('never in the new chain');
    expect(await bert.hear(anna.say('new chain'))).toMatchObject({ kind: 'message', order: { missing: 3 } });
    expect(await bert.hear(late)).toMatchObject({ kind: 'message', order: { late: true } });
  });

  it('are read before the opening that came first, because each carries it', async () => {
    const { anna, bert } = await createTalk();
    anna.end();
    await anna.start(bert.publish());
    const [one, two] = [anna.say('one'), anna.say('two')];
    expect(await bert.hear(two)).toMatchObject({ kind: 'message', order: { missing: 1 } });
    expect(await bert.listen(one)).toBe('one');
  });

  it.each(['of one chain', 'of two chains'])(
    '%s are too far where more than 1,000 before them are missing',
    async (chain) => {
      const { anna, bert } = await createTalk();
      if (chain === 'of one chain') await bert.hear(anna.say('first of the chain'));
      for (let count = 0; count < 1_000; count += 1) anna.say('lost');
      const reachable = anna.say('after 1,000');
      const tooFar = anna.say('after 1,001');
      const before = bert.state.channel;
      expect(await bert.listen(tooFar)).toBe('unreadable: too-far');
      expect(bert.state.channel).toBe(before);
      expect(await bert.hear(reachable)).toMatchObject({ kind: 'message', order: { missing: 1_000 } });
      expect(await bert.listen(tooFar)).toBe('after 1,001');
    },
  );

  it('have at most 1,000 keys kept for them, the newest', async () => {
    const { anna, bert } = await createTalk();
    const lost = Array.from({ length: 900 }, () => anna.say('lost'));
    await bert.hear(anna.say('first'));
    const lostToo = Array.from({ length: 200 }, (_, at) => anna.say(`lost too ${at}`));
    await bert.hear(anna.say('second'));
    const kept = storedChannel.read(bert.state.channel).sessions[0]?.ratchet.receiving?.skipped;
    expect(kept).toHaveLength(1_000);
    expect(await bert.listen(lost[99] as Uint8Array)).toBe('unreadable: forgotten');
    expect(await bert.listen(lost[100] as Uint8Array)).toBe('lost');
    expect(await bert.listen(lostToo[199] as Uint8Array)).toBe('lost too 199');
  });

  it('are read after 72 hours, and after a week with clocks that differ; then their keys are gone', async () => {
    const { anna, bert, clock } = await createTalk();
    const [one, two, three] = [anna.say('one'), anna.say('two'), anna.say('three')];
    await bert.hear(anna.say('four'));
    clock.now += 3 * DAY;
    expect(await bert.listen(one)).toBe('one');
    clock.now += 4 * DAY - 1;
    expect(await bert.listen(two)).toBe('two');
    clock.now += 1;
    bert.state.channel = sweepChannel(bert.state.channel, clock.now);
    expect(storedChannel.read(bert.state.channel).sessions[0]?.ratchet.receiving?.skipped).toEqual([]);
    expect(await bert.listen(three)).toBe('unreadable: forgotten');
  });

  it('are read though the clock was set back by years', async () => {
    const { anna, bert, clock } = await createTalk();
    const late = anna.say('late');
    await bert.hear(anna.say('one'));
    clock.now -= 2_000 * DAY;
    expect(await bert.listen(late)).toBe('late');
    expect(await anna.listen(bert.say('still here'))).toBe('still here');
  });
});
