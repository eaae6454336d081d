import { describe, expect, it } from 'vitest';
import { exchange, makePair } from '../../support/otr/people';

describe('a private conversation between two of ours', () => {
  it('begins with a query, and both see the same session and each other', async () => {
    const [alice, bob] = await makePair();
    expect(alice.view().state).toBe('encrypted');
    expect(bob.view().state).toBe('encrypted');
    expect(alice.view().peer?.fingerprint).toBe(bob.key.fingerprint);
    expect(bob.view().peer?.fingerprint).toBe(alice.key.fingerprint);
    expect(alice.view().peer?.sessionId).toEqual(bob.view().peer?.sessionId);
    expect([alice.view().peer?.ourHalf, bob.view().peer?.ourHalf]).toEqual(['second', 'first']);
  });

  it('carries words both ways, through many turns of the keys', async () => {
    const [alice, bob] = await makePair();
    const [fromAlice, fromBob] = [[] as string[], [] as string[]];
    for (let turn = 0; turn < 20; turn++) {
      fromAlice.push(`alice ${turn} ✓`);
      await exchange(alice, bob, await alice.send(`alice ${turn} ✓`));
      fromBob.push(`bob ${turn}`);
      await exchange(bob, alice, await bob.send(`bob ${turn}`));
    }
    expect(bob.shown()).toEqual(fromAlice);
    expect(alice.shown()).toEqual(fromBob);
    expect([...alice.all('refused'), ...bob.all('refused')]).toEqual([]);
  });

  it.each([
    ['the same secret', 'tulip', 'same', undefined],
    ['another secret', 'rose', 'different', undefined],
    ['the same secret to a question', 'tulip', 'same', 'Which flower?'],
  ])('compares %s', async (_name, answer, outcome, question) => {
    const [alice, bob] = await makePair();
    await exchange(alice, bob, await alice.startSmp('tulip', question));
    expect(bob.last('smp')).toMatchObject({ outcome: 'asked', ...(question ? { question } : {}) });
    await exchange(bob, alice, await bob.answerSmp(answer));
    expect(alice.last('smp')?.outcome).toBe(outcome);
    expect(bob.last('smp')?.outcome).toBe(outcome);
  });
});
