import { describe, expect, it } from 'vitest';
import { exchange, makePair, makePerson, type Person } from '../../support/otr/people';
import { type DataMessage, dataMessagesOf, revealedBy, verifies } from '../../support/otr/transcript';

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

  it('reveals at its end every MAC key that verified a message: by who ends it at once, by the other one later', async () => {
    const [alice, bob] = await makePair();
    await exchange(alice, bob, await alice.send('from alice'));
    await exchange(bob, alice, await bob.send('from bob'));
    const [fromAlice, fromBob] = [dataMessagesOf(alice)[0], dataMessagesOf(bob)[0]];
    const isRevealed = (by: Person, message: DataMessage | undefined): boolean =>
      message !== undefined &&
      dataMessagesOf(by)
        .flatMap(revealedBy)
        .some((key) => verifies(message, key));
    expect([isRevealed(bob, fromAlice), isRevealed(alice, fromBob)]).toEqual([false, false]);
    await exchange(alice, bob, await alice.end());
    expect([isRevealed(bob, fromAlice), isRevealed(alice, fromBob)]).toEqual([false, true]);
    await exchange(alice, bob, await alice.start());
    await exchange(bob, alice, await bob.send('again'));
    expect([isRevealed(bob, fromAlice), isRevealed(alice, fromBob)]).toEqual([true, true]);
  });

  it('[req 32] never passes to another key by itself, whoever begins the exchange, until we end it', async () => {
    for (const asks of ['we', 'they'] as const) {
      const [alice, bob] = await makePair();
      const mallory = await makePerson();
      await (asks === 'we'
        ? exchange(alice, mallory, await alice.start())
        : exchange(mallory, alice, await mallory.start()));
      expect(alice.last('refused')).toEqual({ type: 'refused', code: 'otr/key-changed' });
      expect(alice.view().peer?.fingerprint).toBe(bob.key.fingerprint);
      await exchange(alice, bob, await alice.send('still to bob'));
      expect(bob.shown()).toEqual(['still to bob']);
      await exchange(bob, alice, await bob.end());
      await exchange(alice, mallory, await alice.start());
      expect(alice.view().state).toBe('finished');
      await alice.end();
      await exchange(alice, mallory, await alice.start());
      expect(alice.view().peer?.fingerprint).toBe(mallory.key.fingerprint);
    }
  });

  it('is renewed with new keys, and what the old ones owed is revealed', async () => {
    const [alice, bob] = await makePair();
    await exchange(alice, bob, await alice.send('old'));
    const [old] = dataMessagesOf(alice);
    const session = alice.view().peer?.sessionId;
    await exchange(bob, alice, await bob.start());
    expect(alice.view().peer?.sessionId).not.toEqual(session);
    await exchange(bob, alice, await bob.send('new'));
    const keys = dataMessagesOf(bob).flatMap(revealedBy);
    expect(old !== undefined && keys.some((key) => verifies(old, key))).toBe(true);
    expect(alice.shown()).toEqual(['new']);
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
