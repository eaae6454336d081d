import { describe, expect, it } from 'vitest';
import { newCallId } from '../../support/calls/calls-world';
import { DIGESTS, lineOf, talking, withWords, wordsOf } from './people-calling';

const BERTS = { mine: DIGESTS.theirs, theirs: DIGESTS.mine };

describe('the words of a call', () => {
  it('are the same on both screens, once both windows know both certificates', async () => {
    const { anna, bert, id } = await withWords();
    const words = await wordsOf(anna, id);
    expect(words).toEqual(await wordsOf(bert, id));
    expect(words).toMatchObject({ continuity: 'new', verified: false });
    expect(words.characters).toMatch(/^[a-z0-9]{4}$/);
    expect(words.words).toHaveLength(4);
  });

  it('wait for the side whose window is slower', async () => {
    const { world, anna, bert, id } = await talking();
    await anna.calls().fingerprints(id, DIGESTS);
    await world.settle();
    expect((await bert.calls().view(id)).words).toEqual({ state: 'waiting' });
    await bert.calls().fingerprints(id, BERTS);
    await world.settle();
    expect(await wordsOf(anna, id)).toEqual(await wordsOf(bert, id));
  });

  it('mark the certificate verified, and later calls as continued, on the side that compared', async () => {
    const { world, anna, bert, id } = await withWords();
    await expect(anna.calls().compared(id, 'yyyy', true)).rejects.toMatchObject({ code: 'call/compare-again' });
    expect(anna.compared).toEqual([]);
    await anna.calls().compared(id, (await wordsOf(anna, id)).characters, true);
    expect(anna.compared).toEqual([true]);
    expect(await anna.calls().view(id)).toMatchObject({ words: { compared: 'same' }, peer: { decision: 'verified' } });
    await anna.calls().end(id, 'ended');
    await world.settle();

    const next = newCallId();
    await bert.calls().start(next, bert.to('anna'), false);
    await world.settle();
    await anna.calls().accept(next);
    await world.settle();
    await bert.calls().fingerprints(next, BERTS);
    await anna.calls().fingerprints(next, DIGESTS);
    await world.settle();
    expect(await wordsOf(anna, next)).toMatchObject({ continuity: 'continued', verified: true });
    expect(await wordsOf(bert, next)).toMatchObject({ continuity: 'continued', verified: false });
  });

  it('can be compared after the call, too', async () => {
    const { world, anna, id } = await withWords();
    const { characters } = await wordsOf(anna, id);
    await anna.calls().end(id, 'ended');
    await world.settle();
    anna.rebirth();
    await anna.calls().compared(id, characters, true);
    expect(anna.compared).toEqual([true]);
  });

  it('refuse the certificate and end the call where they differ, and the other side hears why', async () => {
    const { world, anna, bert, id } = await withWords();
    await bert.calls().compared(id, (await wordsOf(bert, id)).characters, false);
    expect(bert.compared).toEqual([false]);
    expect(await bert.calls().view(id)).toMatchObject({
      phase: 'over',
      over: { why: 'differ', by: 'me' },
      words: { compared: 'different' },
      peer: { decision: 'refused' },
    });
    await world.settle();
    expect(await anna.calls().view(id)).toMatchObject({ phase: 'over', over: { why: 'differ', by: 'them' } });
    expect([lineOf(anna, id)?.why, lineOf(bert, id)?.why]).toEqual(['differ', 'differ']);
    expect(anna.compared).toEqual([]);
  });

  it('are told to differ before the channel closes, wherever the background dies meanwhile', async () => {
    let [write, isDone] = [0, false];
    while (!isDone) {
      write += 1;
      const { world, anna, bert, id } = await withWords();
      const { characters } = await wordsOf(bert, id);
      bert.dieIn(write);
      await bert
        .calls()
        .compared(id, characters, false)
        .catch(() => undefined);
      isDone = !bert.isDead();
      if (!isDone) {
        bert.rebirth();
        await world.pass(1_000);
      }
      await world.settle();
      // Where nothing was kept yet, it is pressed again.
      const view = await bert.calls().view(id);
      if (view.phase === 'over') {
        expect(bert.compared.length).toBeGreaterThan(0);
        expect(await anna.calls().view(id)).toMatchObject({ over: { why: 'differ', by: 'them' } });
      } else expect([view.phase, bert.compared]).toEqual(['answered', []]);
      expect(write).toBeLessThan(40);
    }
    expect(write).toBeGreaterThan(4);
  });

  it('are told to differ where the media ended first, or the call was over', async () => {
    const { world, anna, bert, id } = await withWords();
    for (const one of [anna, bert]) await one.calls().alive(id, true);
    const { characters } = await wordsOf(bert, id);
    await anna.calls().end(id, 'failed');
    await world.settle();
    expect(await bert.calls().view(id)).toMatchObject({ over: { why: 'failed', by: 'them' } });
    await bert.calls().compared(id, characters, false);
    await world.settle();
    expect(await anna.calls().view(id)).toMatchObject({ over: { why: 'differ', by: 'them' } });
    expect(await bert.calls().view(id)).toMatchObject({ over: { why: 'differ', by: 'me' } });
    expect([lineOf(anna, id)?.why, lineOf(bert, id)?.why]).toEqual(['differ', 'differ']);
  });

  it('refuse the certificate as soon as it can be, where that failed', async () => {
    const { world, bert, id } = await withWords();
    const { characters } = await wordsOf(bert, id);
    bert.failToCompare();
    await bert.calls().compared(id, characters, false);
    expect(bert.compared).toEqual([]);
    await world.pass(1_000);
    await bert.calls().seen();
    await bert
      .calls()
      .start(newCallId(), bert.to('anna'), false)
      .catch(() => undefined);
    expect(bert.compared).toEqual([false]);
  });

  it('are never shown where the two windows see different certificates: somebody is between', async () => {
    const { world, anna, bert, id } = await talking();
    await anna.calls().fingerprints(id, DIGESTS);
    await bert.calls().fingerprints(id, { mine: DIGESTS.theirs, theirs: new Uint8Array(32).fill(9) });
    await world.settle();
    for (const one of [anna, bert]) {
      expect((await one.calls().view(id)).words).toEqual({ state: 'failed', code: 'call/no-words' });
    }
  });

  it('vanish on both sides where a window comes with another certificate', async () => {
    const { world, anna, bert, id } = await withWords();
    await anna.calls().fingerprints(id, { ...DIGESTS, mine: new Uint8Array(32).fill(7) });
    await world.settle();
    for (const one of [anna, bert]) expect((await one.calls().view(id)).words.state).toBe('failed');
    await anna.calls().fingerprints(id, DIGESTS);
    await world.settle();
    expect((await anna.calls().view(id)).words.state).toBe('failed');
  });

  it('do not come where a certificate is told as that of both', async () => {
    const { anna, id } = await talking();
    await anna.calls().fingerprints(id, { mine: DIGESTS.mine, theirs: DIGESTS.mine });
    expect((await anna.calls().view(id)).words.state).toBe('failed');
  });

  it.each([0, 1, 2, 3])(
    'come though a background dies after %i messages of the exchange, with a second attempt',
    async (after) => {
      for (const who of ['anna', 'bert'] as const) {
        const { world, anna, bert, id } = await talking();
        await bert.calls().fingerprints(id, BERTS);
        await anna.calls().fingerprints(id, DIGESTS);
        for (let sent = 0; sent < after; sent++) await world.deliver();
        ({ anna, bert })[who].rebirth();
        await world.pass(1_000);
        await world.settle();
        expect(await wordsOf(anna, id)).toEqual(await wordsOf(bert, id));
      }
    },
  );

  it('fail on both sides where the background dies in both attempts', async () => {
    const { world, anna, bert, id } = await talking();
    await bert.calls().fingerprints(id, BERTS);
    await anna.calls().fingerprints(id, DIGESTS);
    for (let time = 0; time < 2; time++) {
      anna.rebirth();
      await world.pass(100);
    }
    await world.settle();
    for (const one of [anna, bert]) {
      expect((await one.calls().view(id)).words).toEqual({ state: 'failed', code: 'call/no-words' });
    }
    expect(await anna.phase()).toBe('answered');
  });
});
