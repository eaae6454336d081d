import { describe, expect, it } from 'vitest';
import { readPayload, writePayload } from '../../../../lib/core/wire/webchat-payload';
import { createOpenTalk, createTalkers, type Talker } from '../../../support/webchat/talkers';

/** What somebody has to say, put into no page. */
function unsaid({ state }: Talker): Uint8Array {
  const [payload] = state.talk.waiting;
  if (payload === undefined) throw new Error('says something');
  state.talk = { ...state.talk, waiting: [] };
  return payload;
}

async function greetingOf(somebody: Talker): Promise<Uint8Array> {
  await somebody.begin();
  return unsaid(somebody);
}

describe('another certificate than that of the talk', () => {
  it.each(['unknown', 'in-use', 'verified'] as const)(
    'stops everything, and replaces nothing, where it is %s [req 32]',
    async (decision) => {
      const { anna, bert, mallory, settle } = await createOpenTalk();
      if (decision !== 'unknown') anna.decisions.set(mallory.fingerprint, decision);
      expect(await anna.read(await greetingOf(mallory))).toMatchObject({ kind: 'step', peer: { name: 'mallory' } });
      expect(await anna.view()).toMatchObject({
        channel: 'changed',
        writable: false,
        problem: 'contact/changed',
        offered: { name: 'mallory' },
      });
      await expect(anna.seal('to whom?')).rejects.toThrow('contact/changed');
      expect(anna.state.talk.waiting).toEqual([]);
      // To accept the certificate is not to choose it for this talk.
      await anna.decide('mallory', 'in-use');
      expect((await anna.view()).channel).toBe('changed');
      expect(anna.state.talk.peer).toBe(bert.fingerprint);
      await settle();
    },
  );

  it('goes away where it is refused, and the talk goes on', async () => {
    const { anna, bert, mallory, settle } = await createOpenTalk();
    const greeting = await greetingOf(mallory);
    await anna.read(greeting);
    await anna.decide('mallory', 'refused');
    expect(await anna.view()).toMatchObject({ channel: 'open', writable: true });
    // It cannot stop it again.
    await anna.read(await greetingOf(mallory));
    expect((await anna.view()).channel).toBe('open');
    await anna.say('still here');
    expect(await settle()).toMatchObject([{ kind: 'text', text: 'still here' }]);
    expect((await bert.view()).channel).toBe('open');
  });

  it('takes the place where the person chooses it', async () => {
    const { anna, mallory } = await createOpenTalk();
    await anna.read(await greetingOf(mallory));
    anna.decisions.set(mallory.fingerprint, 'in-use');
    await anna.choose(mallory.fingerprint);
    expect(await anna.view()).toMatchObject({ channel: 'other-half', writable: true });
    mallory.decisions.set(anna.fingerprint, 'in-use');
    await mallory.read(unsaid(anna));
    expect((await mallory.view()).channel).toBe('open');
  });

  it('that the person chose gets nothing by the channel with who was there', async () => {
    const { anna, mallory } = await createOpenTalk();
    anna.decisions.set(mallory.fingerprint, 'in-use');
    await anna.choose(mallory.fingerprint);
    expect(await anna.view()).toEqual({ channel: 'their-decision', writable: false });
    await expect(anna.seal('for Mallory')).rejects.toThrow('webchat/waiting');
  });

  it('goes away where the person begins anew with who was there', async () => {
    const { anna, bert, mallory, settle } = await createOpenTalk();
    await anna.read(await greetingOf(mallory));
    await anna.begin();
    await settle();
    expect([(await anna.view()).channel, (await bert.view()).channel]).toEqual(['open', 'open']);
  });

  it('stops nothing by a greeting that stood in the page before', async () => {
    const { anna, mallory } = await createOpenTalk();
    expect(await anna.read(await greetingOf(mallory), false)).toMatchObject({ kind: 'step', step: 'greeting' });
    expect((await anna.view()).channel).toBe('open');
  });

  it('opens nothing under a peer who was chosen, though it answers my greeting', async () => {
    const { anna, bert, mallory } = createTalkers();
    anna.decisions.set(bert.fingerprint, 'in-use');
    anna.decisions.set(mallory.fingerprint, 'in-use');
    mallory.decisions.set(anna.fingerprint, 'in-use');
    await anna.choose(bert.fingerprint);
    await mallory.read(await greetingOf(anna));
    await anna.read(unsaid(mallory));
    expect(await anna.view()).toMatchObject({ channel: 'changed', writable: false, offered: { name: 'mallory' } });
    const words = await mallory.seal('I am Bert');
    expect(await anna.read(words)).toEqual({ kind: 'not-opened', code: 'contact/changed', again: true });
  });
});

describe('a certificate that was refused', () => {
  it('is answered by nothing and stops nothing', async () => {
    const { anna, bert } = createTalkers();
    anna.decisions.set(bert.fingerprint, 'refused');
    expect(await anna.read(await greetingOf(bert))).toMatchObject({ kind: 'step', peer: { decision: 'refused' } });
    expect(await anna.view()).toEqual({ channel: 'none', writable: false });
    expect(anna.state.talk.waiting).toEqual([]);
  });

  it('opens no session, until the person decides otherwise', async () => {
    const { anna, bert } = createTalkers();
    bert.decisions.set(anna.fingerprint, 'in-use');
    await bert.read(await greetingOf(anna));
    const octets = unsaid(bert);
    anna.decisions.set(bert.fingerprint, 'refused');
    expect(await anna.read(octets)).toEqual({ kind: 'not-opened', code: 'contact/refused', again: true });
    anna.decisions.set(bert.fingerprint, 'in-use');
    await anna.read(octets);
    expect((await anna.view()).channel).toBe('open');
  });

  it('loses its keys where it was talked with', async () => {
    const { anna, bert } = await createOpenTalk();
    const words = await bert.seal('too late');
    await anna.decide('bert', 'refused');
    expect(await anna.view()).toMatchObject({ channel: 'ended', writable: false });
    await expect(anna.seal('x')).rejects.toThrow('webchat/waiting');
    expect(await anna.read(words)).toMatchObject({ kind: 'not-opened', code: 'contact/refused' });
  });
});

describe('what is forged', () => {
  it.each([
    ['the certificate of somebody else', 'certificate'],
    ['a bundle of somebody else', 'bundle'],
    ['a one-time prekey of somebody else', 'oneTime'],
  ] as const)('a greeting with %s is refused, and nobody is offered [req 17]', async (_name, field) => {
    const { anna, bert, mallory, all } = createTalkers();
    const [own, foreign] = [await greetingOf(bert), await greetingOf(mallory)];
    const [one, other] = [readPayload(own), readPayload(foreign)];
    if (one?.kind !== 'greeting' || other?.kind !== 'greeting') throw new Error('greetings');
    const forged = writePayload({ ...one, [field]: other[field] });
    expect(await anna.read(forged)).toEqual({ kind: 'not-opened', code: 'webchat/damaged', again: false });
    expect(await anna.view()).toEqual({ channel: 'none', writable: false });
    expect(all.octetsOf('bert')).toEqual(one.certificate);
  });

  it('an opening with the certificate of somebody else is refused, and changes nothing', async () => {
    const { anna, bert, mallory, all } = createTalkers();
    bert.decisions.set(anna.fingerprint, 'in-use');
    await bert.read(await greetingOf(anna));
    const opening = readPayload(unsaid(bert));
    if (opening?.kind !== 'opening') throw new Error('an opening');
    const forged = writePayload({ ...opening, certificate: all.octetsOf(mallory.name) });
    const before = anna.state.talk.agreement.slice();
    expect(await anna.read(forged)).toEqual({ kind: 'not-opened', code: 'webchat/damaged', again: false });
    expect(anna.state.talk.agreement).toEqual(before);
  });

  it('every changed octet of an opening or an answer opens nothing, and the true one still opens [req 8]', async () => {
    const { anna, bert } = createTalkers();
    anna.decisions.set(bert.fingerprint, 'in-use');
    bert.decisions.set(anna.fingerprint, 'in-use');
    await bert.read(await greetingOf(anna));
    const opening = unsaid(bert);
    for (let place = 1; place < opening.length; place += 97) {
      const changed = opening.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      if (readPayload(changed) === undefined) continue;
      expect((await anna.read(changed)).kind).toBe('not-opened');
      expect((await anna.view()).channel).toBe('their-decision');
    }
    expect((await anna.read(opening)).kind).toBe('step');
    expect((await anna.view()).channel).toBe('open');
  });
});
