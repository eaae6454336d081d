import { describe, expect, it } from 'vitest';
import { createTalk, createWorld, DAY, type Party } from '../../support/channel/world';

/** Each has opened a session before it heard of the other's; `seed` decides whose tag is lower. */
async function createCrossing(seed: string) {
  const world = await createWorld(seed);
  const { anna, bert } = world;
  await anna.start(bert.publish());
  await bert.start(anna.publish());
  return { ...world, ofAnna: anna.say('from anna'), ofBert: bert.say('from bert') };
}

/** Whatever is owed is sent, until nothing is. */
async function settle(anna: Party, bert: Party): Promise<void> {
  for (let round = 0; round < 6 && (anna.status().owes || bert.status().owes); round += 1) {
    if (anna.status().owes) expect(['empty']).toContain(await bert.listen(anna.nod()));
    if (bert.status().owes) expect(['empty']).toContain(await anna.listen(bert.nod()));
  }
}

async function expectOneSession(anna: Party, bert: Party): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    expect(await bert.listen(anna.say('ping'))).toBe('ping');
    expect(await anna.listen(bert.say('pong'))).toBe('pong');
  }
  expect(anna.status().tags[0]).toBe(bert.status().tags[0]);
  expect(anna.status().comparison).toEqual(bert.status().comparison);
  expect(anna.status().comparison).toHaveLength(8);
}

const SEEDS = Array.from({ length: 4 }, (_, at) => `crossing ${at}`);

describe('two who begin at the same time', () => {
  it.each(SEEDS)('come to send in the same session, and every word is read (%s)', async (seed) => {
    const { anna, bert, ofAnna, ofBert } = await createCrossing(seed);
    expect(await bert.listen(ofAnna)).toBe('from anna');
    expect(await anna.listen(ofBert)).toBe('from bert');
    await settle(anna, bert);
    await expectOneSession(anna, bert);
  });

  it.each(SEEDS)('do so, too, when one opening comes after the answer to the other (%s)', async (seed) => {
    const { anna, bert, ofAnna, ofBert } = await createCrossing(seed);
    expect(await anna.listen(ofBert)).toBe('from bert');
    expect(await bert.listen(anna.nod())).toBe('empty');
    expect(await bert.listen(ofAnna)).toBe('from anna');
    await settle(anna, bert);
    await expectOneSession(anna, bert);
  });

  it.each(SEEDS)('do so, too, when one opening is lost (%s)', async (seed) => {
    const { anna, bert, ofBert } = await createCrossing(seed);
    expect(await anna.listen(ofBert)).toBe('from bert');
    await settle(anna, bert);
    await expectOneSession(anna, bert);
  });

  it.each(SEEDS)('do so, too, when the answers cross (%s)', async (seed) => {
    const { anna, bert, ofAnna, ofBert } = await createCrossing(seed);
    expect(await bert.listen(ofAnna)).toBe('from anna');
    expect(await anna.listen(ofBert)).toBe('from bert');
    const [answerOfAnna, answerOfBert] = [anna.nod(), bert.nod()];
    expect(await bert.listen(answerOfAnna)).toBe('empty');
    expect(await anna.listen(answerOfBert)).toBe('empty');
    expect(anna.status().tags).toEqual(bert.status().tags);
    await settle(anna, bert);
    await expectOneSession(anna, bert);
  });

  it('both lower and higher tags were among those that were tried', async () => {
    const lower = new Set<boolean>();
    for (const seed of SEEDS) {
      const { anna, bert } = await createCrossing(seed);
      lower.add((anna.status().tags[0] ?? '') < (bert.status().tags[0] ?? ''));
    }
    expect(lower.size).toBe(2);
  });
});

describe('a device that begins anew', () => {
  it('takes over from the session it has lost, and late words of that one are still read', async () => {
    const { anna, bert } = await createWorld();
    await anna.start(bert.publish());
    await bert.hear(anna.nod());
    await anna.hear(bert.nod());
    const late = anna.say('late');
    const lost = bert.say('for a session that anna lost');
    anna.meet(bert.statement());
    expect(await anna.listen(lost)).toBe('unreadable: no-session');
    await anna.start(bert.publish());
    expect(await bert.listen(anna.say('again'))).toBe('again');
    expect(await bert.listen(late)).toBe('late');
    await expectOneSession(anna, bert);
  });

  it('and says what it said before is heard once', async () => {
    const { anna, bert } = await createWorld();
    const id = 'ab'.repeat(16) as never;
    await anna.start(bert.publish());
    expect(await bert.listen(anna.say('words', id))).toBe('words');
    anna.meet(bert.statement());
    await anna.start(bert.publish());
    expect(await bert.listen(anna.say('words', id))).toBe('duplicate');
    await expectOneSession(anna, bert);
  });
});

describe('a device that has lost a session', () => {
  it('is heard in a new one, though the clock of the other was ahead when that one began', async () => {
    const { anna, bert, clock } = await createWorld();
    clock.now += 5 * DAY;
    await anna.start(bert.publish());
    clock.now -= 5 * DAY;
    expect(await bert.listen(anna.say('first'))).toBe('first');
    expect(await anna.listen(bert.say('second'))).toBe('second');
    bert.meet(anna.statement());
    await bert.start(anna.publish());
    expect(await anna.listen(bert.say('again'))).toBe('again');
    await settle(anna, bert);
    await expectOneSession(anna, bert);
  });

  it('is not heard from a clock that is ahead by more than a week', async () => {
    const { anna, bert, clock } = await createWorld();
    clock.now += 7 * DAY;
    const publication = bert.publish();
    await anna.start(publication);
    const inTime = anna.say('in time');
    clock.now += 1;
    await anna.start(publication, publication.oneTime[1]);
    const ahead = anna.say('ahead');
    clock.now -= 7 * DAY + 1;
    expect(await bert.listen(inTime)).toBe('in time');
    expect(await bert.listen(ahead)).toBe('refused: not-yet');
  });

  it('is answered in the session it can read, whatever it refused before', async () => {
    const { anna, bert, clock } = await createWorld();
    const publication = anna.publish();
    const backup = bert.state.device;
    const gone = bert.publish();
    bert.state.device = backup;
    await bert.start(publication);
    clock.now += 1_000;
    await anna.start(gone);
    expect(await bert.listen(anna.say('unheard'))).toBe('refused: prekey-gone');
    expect(await anna.listen(bert.say('heard'))).toBe('heard');
    expect(await bert.listen(anna.say('answered'))).toBe('answered');
  });

  it('moves on to a session that was begun later by a clock that was set back', async () => {
    const { anna, bert, clock } = await createTalk();
    const [before] = anna.status().tags;
    clock.now -= 3 * DAY;
    await anna.start(bert.publish());
    await settle(anna, bert);
    await expectOneSession(anna, bert);
    expect(anna.status().tags[0]).not.toBe(before);
  });
});
