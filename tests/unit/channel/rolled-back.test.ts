import { describe, expect, it } from 'vitest';
import { readPayload } from '../../../lib/channel/payload';
import { createTalk, DAY } from '../../support/channel/world';

describe('a device that went back to an older state', () => {
  it('is noticed by the other when it speaks again in the chain it had spoken in', async () => {
    const { anna, bert } = await createTalk();
    const backup = anna.state.channel;
    expect(await bert.listen(anna.say('one'))).toBe('one');
    anna.state.channel = backup;
    expect(await bert.hear(anna.say('another'))).toEqual({ kind: 'rolled-back', whose: 'theirs' });
    expect(bert.status().state).toBe('none');
    expect(await bert.listen(anna.say('more'))).toBe('unreadable: ended');
  });

  it('is noticed by the other when it speaks in a chain that was over', async () => {
    const { anna, bert } = await createTalk();
    expect(await bert.listen(anna.say('one'))).toBe('one');
    const backup = anna.state.channel;
    expect(await anna.listen(bert.say('two'))).toBe('two');
    expect(await bert.listen(anna.say('three'))).toBe('three');
    anna.state.channel = backup;
    expect(await bert.hear(anna.say('more in the old chain'))).toEqual({ kind: 'rolled-back', whose: 'theirs' });
  });

  it('is noticed by the other when it begins a chain anew', async () => {
    const { anna, bert } = await createTalk();
    expect(await bert.listen(anna.say('zero'))).toBe('zero');
    const reply = bert.say('to turn with');
    const backup = anna.state.channel;
    expect(await anna.listen(reply)).toBe('to turn with');
    expect(await bert.listen(anna.say('one'))).toBe('one');
    anna.state.channel = backup;
    expect(await anna.listen(reply)).toBe('to turn with');
    expect(await bert.hear(anna.say('with another ratchet key'))).toEqual({ kind: 'rolled-back', whose: 'theirs' });
  });

  it('is noticed by the other when it goes on in the chain that it began anew', async () => {
    const { anna, bert } = await createTalk();
    expect(await bert.listen(anna.say('zero'))).toBe('zero');
    const reply = bert.say('to turn with');
    const backup = anna.state.channel;
    await anna.hear(reply);
    expect(await bert.listen(anna.say('one'))).toBe('one');
    anna.state.channel = backup;
    await anna.hear(reply);
    anna.say('never delivered');
    expect(await bert.hear(anna.say('two'))).toEqual({ kind: 'rolled-back', whose: 'theirs' });
  });

  it('is noticed by the other when its new chain forgets words of the old one', async () => {
    const { anna, bert } = await createTalk();
    expect(await bert.listen(anna.say('one'))).toBe('one');
    const reply = bert.say('to turn with');
    const backup = anna.state.channel;
    for (const words of ['two', 'three']) expect(await bert.listen(anna.say(words))).toBe(words);
    anna.state.channel = backup;
    expect(await anna.listen(reply)).toBe('to turn with');
    expect(await bert.hear(anna.say('in a new chain'))).toEqual({ kind: 'rolled-back', whose: 'theirs' });
  });

  it('is noticed in a chain that was over even where keys were forgotten', async () => {
    const { anna, bert, clock } = await createTalk();
    anna.say('never delivered');
    expect(await bert.listen(anna.say('one'))).toBe('one');
    const backup = anna.state.channel;
    expect(await anna.listen(bert.say('two'))).toBe('two');
    expect(await bert.listen(anna.say('three'))).toBe('three');
    clock.now += 8 * DAY;
    expect(await bert.listen(anna.say('four'))).toBe('four');
    anna.state.channel = backup;
    expect(await bert.hear(anna.say('more in the old chain'))).toEqual({ kind: 'rolled-back', whose: 'theirs' });
  });

  it('notices it by itself when the other has heard more than it knows to have said', async () => {
    const { anna, bert } = await createTalk();
    const backup = anna.state.channel;
    for (const words of ['one', 'two', 'three']) expect(await bert.listen(anna.say(words))).toBe(words);
    anna.state.channel = backup;
    expect(await anna.hear(bert.say('answer'))).toEqual({ kind: 'rolled-back', whose: 'mine' });
    expect(anna.status().state).toBe('none');
  });

  it('uses no nonce twice even so', async () => {
    const { anna } = await createTalk();
    const backup = anna.state.channel;
    const nonces = Array.from({ length: 20 }, () => {
      anna.state.channel = backup;
      const payload = readPayload(anna.say('words'));
      return typeof payload === 'string' ? '' : payload.box.nonce.join();
    });
    expect(new Set(nonces).size).toBe(20);
  });

  it('counts its steps, so that a state that is put back can be known by whoever remembers the highest', async () => {
    const { anna, bert } = await createTalk();
    const before = anna.status().revision;
    await bert.hear(anna.say('one'));
    await anna.hear(bert.say('two'));
    expect(anna.status().revision).toBe(before + 2);
  });

  it('is not claimed where the relay repeats what was read, however late', async () => {
    const { anna, bert } = await createTalk();
    const old = anna.say('old');
    expect(await bert.listen(old)).toBe('old');
    for (let count = 0; count < 600; count += 1) await bert.hear(anna.say('more'));
    expect(await bert.listen(old)).toBe('duplicate');
    expect(await anna.listen(bert.say('turn'))).toBe('turn');
    expect(await bert.listen(anna.say('turned'))).toBe('turned');
    expect(await bert.listen(old)).toBe('duplicate');
  }, 60_000);
});
