import { describe, expect, it } from 'vitest';
import { Killed, newFuse } from '../../../support/mortal';
import { OPEN, states, two } from './people';
import { type Person, settled } from './world';

type Pair = { readonly anna: Person; readonly bert: Person };

/** Each thing a person does, asked again by their window after the background died in it. */
async function done(work: () => Promise<unknown>, restart: () => void): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      restart();
    }
  }
}

/** What both do, with a background of `who` that dies before its nth write; answers whether it died. */
async function story(who: 'anna' | 'bert', dieBefore: number): Promise<Pair & { readonly died: boolean }> {
  const { anna, bert } = await two();
  const mortal = who === 'anna' ? anna : bert;
  const fuse = newFuse(dieBefore);
  mortal.restart(fuse);
  const restart = () => mortal.restart();
  const rest = () => done(() => settled(anna, bert), restart);

  await done(() => anna.meeting().start('bert.k7m2q'), restart);
  await rest();
  await done(() => bert.decide(anna, 'in-use'), restart);
  await rest();
  await done(() => anna.decide(bert, 'in-use'), restart);
  await rest();
  // What the dead background was about to do by itself goes on at the next occasion.
  if (fuse.writes >= dieBefore) restart();
  await rest();
  return { anna, bert, died: fuse.writes >= dieBefore };
}

describe('a background that dies before any of its writes', () => {
  it.each(['anna', 'bert'] as const)(
    'of %s: both have one conversation and one channel in the end',
    async (who) => {
      let deaths = 0;
      for (let dieBefore = 1; ; dieBefore++) {
        const { anna, bert, died } = await story(who, dieBefore);
        expect(await states(anna, bert), `died before write ${dieBefore}`).toEqual(OPEN);
        expect(await anna.digits()).toBe(await bert.digits());
        expect(await anna.background().rows.outbox()).toEqual([]);
        if (!died) break;
        deaths += 1;
      }
      expect(deaths).toBeGreaterThan(4);
    },
    60_000,
  );

  it('while it ends the conversation: it is ended on both sides', async () => {
    for (let dieBefore = 1; ; dieBefore++) {
      const { anna, bert } = await story('anna', Number.POSITIVE_INFINITY);
      const fuse = newFuse(dieBefore);
      anna.restart(fuse);
      const restart = () => anna.restart();
      const id = await anna.id();
      await done(() => anna.meeting().end(id), restart);
      await done(() => settled(anna, bert), restart);
      if (fuse.writes >= dieBefore) restart();
      await settled(anna, bert);
      expect(await states(anna, bert)).toEqual(['ended me', 'ended them']);
      expect(await anna.notes()).toEqual(['ended-by-me']);
      if (fuse.writes < dieBefore) break;
    }
  }, 60_000);

  it('while digits are compared: the certificate is verified, and said so once', async () => {
    for (let dieBefore = 1; dieBefore < 4; dieBefore++) {
      const { anna, bert } = await story('anna', Number.POSITIVE_INFINITY);
      anna.restart(newFuse(dieBefore));
      const [id, digits = ''] = [await anna.id(), await anna.digits()];
      await done(
        () => anna.meeting().compared(id, digits, true),
        () => anna.restart(),
      );
      anna.restart();
      await anna.meeting().compared(id, digits, true);
      await settled(anna, bert);
      expect((await anna.status()).decision).toBe('verified');
      expect(await anna.notes()).toEqual(['verified']);
    }
  }, 60_000);

  it('while it makes a device: others are never told of one that is not on the disk', async () => {
    for (let dieBefore = 1; dieBefore < 5; dieBefore++) {
      const { world } = await two();
      const carl = world.person('carl');
      carl.restart(newFuse(dieBefore));
      await carl.connect().catch(() => carl.restart());
      const listed = world.directory.published.get(carl.account().device);
      expect(listed !== undefined).toBe(dieBefore > 2);
      await carl.connect();
      const device = await carl.background().book.device();
      expect(device).toBeDefined();
      expect(world.directory.left(carl.account().device)).toBe(3);
    }
  });
});
