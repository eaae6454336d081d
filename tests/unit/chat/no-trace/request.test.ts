import { describe, expect, it } from 'vitest';
import { writeFrame } from '../../../../lib/chat/no-trace/frames';
import { AppError } from '../../../../lib/core/errors';
import { begin, CONVERSATION, createNoTraceWorld, privateWorld, textsOf } from '../../../support/no-trace/world';

const NOTHING = { messages: [], smp: { state: 'none' } };

describe('a request for a conversation without trace', { timeout: 60_000 }, () => {
  it('is asked, agreed to and private; the other is notified once', async () => {
    const { anna, bert } = createNoTraceWorld();
    expect(await anna.view()).toEqual({ phase: 'none', ...NOTHING });
    await anna.service.ask(CONVERSATION);
    expect(await anna.view()).toEqual({ phase: 'asking', ...NOTHING });
    expect(await bert.phase('asked')).toEqual({ phase: 'asked', ...NOTHING });
    expect([anna.notified, bert.notified]).toEqual([0, 1]);
    await bert.service.answer(CONVERSATION, true);
    expect((await bert.view()).phase).toBe('starting');
    await anna.phase('starting');
    expect(await anna.phase('private')).toEqual({ phase: 'private', ...NOTHING });
    expect(await bert.phase('private')).toEqual({ phase: 'private', ...NOTHING });
  });

  it('is declined: who asked hears it, and nothing is left on the other side', async () => {
    const { anna, bert } = createNoTraceWorld();
    await anna.service.ask(CONVERSATION);
    await bert.phase('asked');
    await bert.service.answer(CONVERSATION, false);
    expect(await bert.view()).toEqual({ phase: 'none', ...NOTHING });
    expect(await anna.phase('ended')).toEqual({ phase: 'ended', code: 'otr/declined', ...NOTHING });
    await expect(bert.service.answer(CONVERSATION, true)).rejects.toEqual(new AppError('otr/nothing-asked'));
  });

  it('is taken back', async () => {
    const { anna, bert } = createNoTraceWorld();
    await anna.service.ask(CONVERSATION);
    await bert.phase('asked');
    await anna.service.end(CONVERSATION);
    expect(await anna.view()).toEqual({ phase: 'ended', ...NOTHING });
    expect((await bert.phase('ended')).code).toBe('otr/withdrawn');
    await anna.service.end(CONVERSATION);
    expect((await anna.view()).phase).toBe('none');
  });

  it('is over after a minute on both sides, whether the other heard it or not', async () => {
    const heard = createNoTraceWorld();
    await heard.anna.service.ask(CONVERSATION);
    await heard.bert.phase('asked');
    heard.pass(59_999);
    expect((await heard.anna.view()).phase).toBe('asking');
    heard.pass(1);
    expect((await heard.anna.view()).code).toBe('otr/unanswered');
    expect((await heard.bert.phase('ended')).phase).toBe('ended');

    const unheard = createNoTraceWorld();
    unheard.relay = () => [];
    await unheard.anna.service.ask(CONVERSATION);
    unheard.pass(60_000);
    expect(await unheard.anna.view()).toEqual({ phase: 'ended', code: 'otr/unanswered', ...NOTHING });
  });

  it('is refused where it is not possible, and where the relay is not reached, and leaves nothing', async () => {
    const { anna, bert } = createNoTraceWorld();
    anna.possible = false;
    await expect(anna.service.ask(CONVERSATION)).rejects.toEqual(new AppError('otr/not-possible'));
    anna.possible = true;
    anna.online = false;
    await expect(anna.service.ask(CONVERSATION)).rejects.toEqual(new AppError('relay/unreachable'));
    expect(await anna.view()).toEqual({ phase: 'none', ...NOTHING });
    expect(anna.service.active()).toBe(false);
    anna.online = true;
    await anna.service.ask(CONVERSATION);
    await bert.phase('asked');
    bert.online = false;
    await expect(bert.service.answer(CONVERSATION, true)).rejects.toEqual(new AppError('relay/unreachable'));
    expect((await bert.view()).code).toBe('relay/unreachable');
  });

  it('is one request when it is asked twice, and an agreement when it is asked by who was asked', async () => {
    const { anna, bert, frames } = createNoTraceWorld();
    await Promise.all([anna.service.ask(CONVERSATION), anna.service.ask(CONVERSATION)]);
    await anna.service.ask(CONVERSATION);
    await bert.phase('asked');
    expect(frames('anna').map(({ kind }) => kind)).toEqual(['ask']);
    await bert.service.ask(CONVERSATION);
    await Promise.all([anna.phase('private'), bert.phase('private')]);
    await anna.service.ask(CONVERSATION);
    await bert.service.answer(CONVERSATION, true);
    expect((await anna.view()).phase).toBe('private');
    expect(frames('anna').filter(({ kind }) => kind === 'ask')).toHaveLength(1);
  });

  it.each(Array.from({ length: 6 }, (_, round) => round))(
    'of both at the same moment is one conversation (%i)',
    async () => {
      const { anna, bert, frames } = createNoTraceWorld();
      await Promise.all([anna.service.ask(CONVERSATION), bert.service.ask(CONVERSATION)]);
      await Promise.all([anna.phase('private'), bert.phase('private')]);
      const [hers, his] = (['anna', 'bert'] as const).map((name) => frames(name)[0]?.run ?? '');
      const smaller = (hers ?? '') < (his ?? '') ? hers : his;
      const talked = [...frames('anna'), ...frames('bert')].filter(({ kind }) => kind === 'otr');
      expect(new Set(talked.map(({ run }) => run))).toEqual(new Set([smaller]));
      await anna.say('it was my wish too');
      expect(textsOf(await bert.becomes('a message', ({ messages }) => messages.length > 0), false)).toHaveLength(1);
      expect([anna.notified, bert.notified]).toEqual([0, 0]);
    },
  );

  it.each(['anna', 'bert'] as const)('of both is one conversation, though the one of %s is lost', async (loser) => {
    const world = createNoTraceWorld();
    const { anna, bert } = world;
    const lost = new Set<string>();
    world.relay = ({ from, octets }) => {
      if (from !== loser || lost.size > 0) return [octets];
      lost.add(from);
      return [];
    };
    await world[loser].service.ask(CONVERSATION);
    await world.other(loser).service.ask(CONVERSATION);
    await Promise.all([anna.phase('private'), bert.phase('private')]);
  });

  it('does not notify again and again, when it is asked and taken back again and again', async () => {
    const { anna, bert, pass } = createNoTraceWorld();
    for (let round = 0; round < 5; round++) {
      await anna.service.ask(CONVERSATION);
      await bert.phase('asked');
      await anna.service.end(CONVERSATION);
      await bert.phase('ended');
    }
    expect(bert.notified).toBe(1);
    pass(60_000);
    await anna.service.ask(CONVERSATION);
    await bert.phase('asked');
    expect(bert.notified).toBe(2);
  });

  it('from the other while it is private says that they have lost it, and asks anew', async () => {
    const world = await privateWorld();
    await world.anna.say('before');
    world.bert.die();
    await world.bert.service.ask(CONVERSATION);
    expect(await world.anna.phase('asked')).toEqual({ phase: 'asked', ...NOTHING });
    await world.anna.service.answer(CONVERSATION, true);
    await Promise.all([world.anna.phase('private'), world.bert.phase('private')]);
  });

  it('that comes again, of this conversation or of one before, changes nothing', async () => {
    const world = await privateWorld();
    const [asked] = world.frames('anna');
    const octets = writeFrame(asked?.run ?? ('' as never), { kind: 'ask' });
    await world.bert.service.receive(CONVERSATION, octets);
    expect((await world.bert.view()).phase).toBe('private');
    await world.anna.service.end(CONVERSATION);
    await world.bert.phase('ended');
    await world.bert.service.receive(CONVERSATION, octets);
    expect((await world.bert.view()).phase).toBe('ended');
  });

  it('whose key exchange is not over after 30 seconds has ended, and the other hears it', async () => {
    const world = createNoTraceWorld();
    let texts = 0;
    world.relay = ({ octets }) => (octets[0] === 5 && ++texts > 2 ? [] : [octets]);
    await world.anna.service.ask(CONVERSATION);
    await world.bert.phase('asked');
    await world.bert.service.answer(CONVERSATION, true);
    await world.bert.becomes('an exchange that hangs', () => texts > 2);
    expect((await world.anna.view()).phase).toBe('starting');
    world.pass(30_000);
    expect((await world.anna.phase('ended')).code).toBe('otr/not-begun');
    expect((await world.bert.phase('ended')).code).toMatch(/^otr\/(not-begun|ended-by-them)$/);
    world.relay = ({ octets }) => [octets];
    await begin(world);
  });

  it('may be made again after an end, as often as one likes', async () => {
    const world = await privateWorld();
    for (const name of ['anna', 'bert', 'anna'] as const) {
      await world[name].service.end(CONVERSATION);
      expect((await world.other(name).phase('ended')).code).toBe('otr/ended-by-them');
      await begin(world);
    }
    expect(world.anna.service.active()).toBe(true);
  });
});
