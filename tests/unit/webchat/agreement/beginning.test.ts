import { expect, it } from 'vitest';
import { createOpenTalk, createTalkers } from '../../../support/webchat/talkers';

it('asks each side once for a decision, and then both know the same digits', async () => {
  const { anna, bert, settle } = createTalkers();
  expect(await anna.view()).toEqual({ channel: 'none', writable: false });
  await anna.begin();
  expect((await anna.view()).channel).toBe('their-decision');
  expect(await settle()).toMatchObject([
    { kind: 'step', step: 'greeting', mine: false, peer: { name: 'anna', decision: 'unknown' } },
  ]);
  expect(await bert.view()).toMatchObject({ channel: 'your-decision', writable: false, offered: { name: 'anna' } });
  expect((await anna.view()).channel).toBe('their-decision');

  await bert.decide('anna', 'in-use');
  expect(bert.state.talk.peer).toBe(anna.fingerprint);
  expect(await bert.view()).toMatchObject({ channel: 'other-half', writable: true });
  expect(await settle()).toMatchObject([{ kind: 'step', step: 'opening', mine: false, peer: { name: 'bert' } }]);
  expect(await anna.view()).toMatchObject({ channel: 'your-decision', writable: false, offered: { name: 'bert' } });

  await anna.decide('bert', 'verified');
  await settle();
  const [one, other] = [await anna.view(), await bert.view()];
  expect(one).toMatchObject({ channel: 'open', writable: true });
  expect(one.comparison).toMatch(/^\d{4} \d{4} \d{4}$/);
  expect(other).toEqual(one);
});

it('carries words both ways, also before the answer is there', async () => {
  const { anna, bert, settle } = createTalkers();
  anna.decisions.set(bert.fingerprint, 'in-use');
  bert.decisions.set(anna.fingerprint, 'in-use');
  await anna.begin();
  anna.post();
  const [greeting] = anna.state.talk.waiting;
  expect(greeting).toBeUndefined();
  await settle();
  await bert.say('Grüße 🌍');
  await anna.say('Hallo');
  expect(await settle()).toMatchObject([
    { kind: 'text', text: 'Grüße 🌍', mine: false, from: { name: 'bert', decision: 'in-use' }, way: 'channel' },
    { kind: 'text', text: 'Hallo', mine: false, from: { name: 'anna' } },
  ]);
});

it('opens by itself where both certificates are in use already', async () => {
  const { anna, bert } = await createOpenTalk();
  expect((await anna.view()).channel).toBe('open');
  expect((await bert.view()).channel).toBe('open');
});
