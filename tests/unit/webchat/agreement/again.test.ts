import { describe, expect, it } from 'vitest';
import { DAY } from '../../../support/channel/world';
import { createOpenTalk, createTalker, createTalkers } from '../../../support/webchat/talkers';

describe('greetings', () => {
  it('that come again begin nothing again', async () => {
    const { anna, bert, page, settle } = await createOpenTalk();
    const [greeting] = page;
    for (const fresh of [true, false]) {
      expect(await bert.read(greeting?.payload ?? new Uint8Array(), fresh)).toMatchObject({ step: 'greeting' });
    }
    expect(bert.state.talk.waiting).toEqual([]);
    await bert.say('goes on');
    expect(await settle()).toMatchObject([{ kind: 'text', text: 'goes on' }]);
    expect((await anna.view()).channel).toBe('open');
  });

  it('of both at once lead to one channel', async () => {
    const { anna, bert, settle } = createTalkers();
    anna.decisions.set(bert.fingerprint, 'in-use');
    bert.decisions.set(anna.fingerprint, 'in-use');
    await anna.begin();
    await bert.begin();
    await settle();
    const [mine, theirs] = [await anna.view(), await bert.view()];
    expect(mine).toMatchObject({ channel: 'open', writable: true });
    expect(theirs).toEqual(mine);
  });

  it('that stood in the page before are answered when the person says so, and by nothing else', async () => {
    const { anna, bert } = createTalkers();
    bert.decisions.set(anna.fingerprint, 'in-use');
    await anna.begin();
    const [greeting] = anna.post();
    expect(await bert.read(greeting?.payload ?? new Uint8Array(), false)).toMatchObject({ peer: { name: 'anna' } });
    expect(await bert.advance()).toBe(false);
    expect([bert.state.talk.waiting, (await bert.view()).writable]).toEqual([[], false]);
    await bert.begin();
    expect((await bert.view()).channel).toBe('other-half');
  });

  it('that are too old to be answered are answered with a greeting', async () => {
    const { anna, bert, clock } = createTalkers();
    bert.decisions.set(anna.fingerprint, 'in-use');
    await anna.begin();
    await bert.read(anna.post()[0]?.payload ?? new Uint8Array(), false);
    clock.now += 22 * DAY;
    await bert.begin();
    expect(await bert.view()).toEqual({ channel: 'their-decision', writable: false });
    expect(await anna.read(bert.post()[0]?.payload ?? new Uint8Array())).toMatchObject({ step: 'greeting' });
  });

  it('that stood there before are answered where the person has greeted, too, and waits', async () => {
    const { anna, bert, page } = createTalkers();
    anna.decisions.set(bert.fingerprint, 'in-use');
    bert.decisions.set(anna.fingerprint, 'in-use');
    for (const one of [anna, bert]) {
      await one.begin();
      one.post();
    }
    await bert.read(page[0]?.payload ?? new Uint8Array(), false);
    expect((await bert.view()).channel).toBe('other-half');
  });

  it('of mine are known as mine, also from another device of mine', async () => {
    const { anna, all, clock, page } = createTalkers();
    await anna.begin();
    anna.post();
    const mine = { kind: 'step', step: 'greeting', mine: true };
    expect(await anna.read(page[0]?.payload ?? new Uint8Array())).toEqual(mine);
    const elsewhere = createTalker('anna', all, clock, page, 'elsewhere');
    expect(await elsewhere.read(page[0]?.payload ?? new Uint8Array())).toEqual(mine);
    expect(await elsewhere.view()).toEqual({ channel: 'none', writable: false });
  });

  it('are too old after their prekeys are', async () => {
    const { anna, bert, clock } = createTalkers();
    bert.decisions.set(anna.fingerprint, 'in-use');
    await anna.begin();
    const [greeting] = anna.post();
    clock.now += 22 * DAY;
    expect(await bert.read(greeting?.payload ?? new Uint8Array())).toMatchObject({ code: 'webchat/time' });
    expect((await bert.view()).channel).toBe('none');
  });
});

describe('a channel', () => {
  it('ends on both sides, and its late texts open nothing', async () => {
    const { anna, bert, settle } = await createOpenTalk();
    const late = await bert.seal('late');
    await anna.end();
    expect(await anna.view()).toEqual({ channel: 'ended', writable: false });
    expect(await settle()).toMatchObject([{ kind: 'step', step: 'end', mine: false }]);
    expect(await bert.view()).toEqual({ channel: 'ended', writable: false });
    expect(await anna.read(late)).toEqual({ kind: 'not-opened', code: 'webchat/ended', again: false });
    await expect(bert.seal('x')).rejects.toThrow('webchat/waiting');
  });

  it('that I ended begins when I say so, and not when they greet', async () => {
    const { anna, bert, settle } = await createOpenTalk();
    await anna.end();
    await settle();
    await bert.begin();
    await settle();
    expect([(await anna.view()).channel, (await bert.view()).channel]).toEqual(['ended', 'their-decision']);
    await anna.begin();
    await settle();
    expect([(await anna.view()).channel, (await bert.view()).channel]).toEqual(['open', 'open']);
  });

  it('that I ended is not begun by an answer to a greeting of before', async () => {
    const { anna, bert } = createTalkers();
    anna.decisions.set(bert.fingerprint, 'in-use');
    bert.decisions.set(anna.fingerprint, 'in-use');
    await anna.begin();
    await bert.read(anna.post()[0]?.payload ?? new Uint8Array());
    await anna.end();
    expect(await anna.read(bert.post()[0]?.payload ?? new Uint8Array())).toMatchObject({ code: 'webchat/not-for-me' });
    expect(await anna.view()).toEqual({ channel: 'ended', writable: false });
  });

  it('seals and opens nothing while its certificate is not accepted any more', async () => {
    const { anna, bert } = await createOpenTalk();
    const words = await bert.seal('wait for me');
    anna.decisions.set(bert.fingerprint, 'later');
    expect(await anna.view()).toMatchObject({ channel: 'your-decision', writable: false, offered: { name: 'bert' } });
    await expect(anna.seal('x')).rejects.toThrow('contact/undecided');
    expect(await anna.read(words)).toEqual({ kind: 'not-opened', code: 'contact/undecided', again: true });
    await anna.decide('bert', 'in-use');
    expect(await anna.read(words)).toMatchObject({ kind: 'text', text: 'wait for me' });
  });

  it('that they ended begins when they greet', async () => {
    const { anna, bert, settle } = await createOpenTalk();
    await anna.end();
    await settle();
    await anna.begin();
    await settle();
    expect([(await anna.view()).channel, (await bert.view()).channel]).toEqual(['open', 'open']);
  });

  it('begins anew with a device that has lost everything, and an old greeting that comes again costs no words', async () => {
    const { anna, bert, page, settle } = await createOpenTalk();
    bert.state.talk = { ...bert.state.talk, agreement: new Uint8Array() };
    await anna.say('into the void');
    expect(await settle()).toMatchObject([{ kind: 'not-opened', code: 'webchat/not-for-me' }]);
    await bert.begin();
    await settle();
    expect([(await anna.view()).channel, (await bert.view()).channel]).toEqual(['open', 'open']);
    await anna.say('and here');
    expect(await settle()).toMatchObject([{ kind: 'text', text: 'and here' }]);
    // Bert remembers nothing of it, so it begins a session; but words go on in the one that is answered.
    await bert.read(page[0]?.payload ?? new Uint8Array());
    expect((await bert.view()).channel).toBe('open');
    await bert.say('still in the open one');
    expect(await settle()).toContainEqual(expect.objectContaining({ text: 'still in the open one' }));
    expect([(await anna.view()).channel, (await bert.view()).channel]).toEqual(['open', 'open']);
  });

  it('whose state is damaged says so, opens nothing, and begins anew', async () => {
    const { anna, bert, settle } = await createOpenTalk();
    anna.state.talk = { ...anna.state.talk, agreement: Uint8Array.of(1, 2, 3) };
    expect(await anna.view()).toEqual({ channel: 'none', problem: 'channel/damaged', writable: false });
    await expect(anna.seal('x')).rejects.toThrow('channel/damaged');
    await anna.begin();
    await settle();
    expect([(await anna.view()).channel, (await bert.view()).channel]).toEqual(['open', 'open']);
  });

  it('tells that messages are missing, until they come [req 36]', async () => {
    const { anna, bert } = await createOpenTalk();
    const [first, second] = [await bert.seal('first'), await bert.seal('second')];
    expect(await anna.read(second)).toMatchObject({ kind: 'text', text: 'second' });
    expect(await anna.view()).toMatchObject({ channel: 'open', problem: 'webchat/missing' });
    expect(await anna.read(first)).toMatchObject({ kind: 'text', text: 'first' });
    expect(await anna.view()).not.toHaveProperty('problem');
    expect(await anna.read(first)).toMatchObject({ code: 'webchat/seen' });
  });

  it('answers many texts that were written meanwhile once', async () => {
    const { anna, bert, page } = createTalkers();
    anna.decisions.set(bert.fingerprint, 'in-use');
    bert.decisions.set(anna.fingerprint, 'in-use');
    await anna.begin();
    await bert.read(anna.post()[0]?.payload ?? new Uint8Array());
    for (let count = 0; count < 10; count += 1) await bert.say(`words ${count}`);
    const theirs = page.filter(({ from }) => from === 'bert');
    for (const { payload } of theirs) await anna.read(payload, false);
    expect(theirs).toHaveLength(11);
    expect(anna.state.talk.waiting).toHaveLength(1);
  });

  it('knows its own texts among those of other talks', async () => {
    const [one, other] = [await createOpenTalk('one'), await createOpenTalk('other')];
    const words = await one.anna.seal('hello');
    expect([one.bert.knows(words), other.bert.knows(words)]).toEqual([true, false]);
    const { anna, bert } = createTalkers('third');
    bert.decisions.set(anna.fingerprint, 'in-use');
    await anna.begin();
    await bert.read(anna.post()[0]?.payload ?? new Uint8Array());
    const opening = bert.post()[0]?.payload ?? new Uint8Array();
    expect([anna.knows(opening), one.anna.knows(opening)]).toEqual([true, false]);
    expect(await one.anna.read(opening)).toMatchObject({ code: 'webchat/not-for-me' });
  });
});
