import { afterAll, beforeAll, expect, it } from 'vitest';
import { between, privateWithLibotr } from '../../support/otr/between';
import { describeWithLibotr, type LibotrLab, openLibotrLab } from '../../support/otr/libotr';
import { makePerson } from '../../support/otr/people';

describeWithLibotr('a private conversation with libotr', () => {
  let lab: LibotrLab;
  beforeAll(() => {
    lab = openLibotrLab();
  });
  afterAll(() => lab.close());

  it.each(['they', 'we'] as const)('begins when %s ask, and both see the same session, keys and tags', async (who) => {
    const pair = between(await makePerson(), await lab.open(`begins-${who}`));
    await (who === 'we' ? pair.we(pair.ours.start()) : pair.they('Q'));
    const { state, peer } = pair.ours.view();
    expect(state).toBe('encrypted');
    expect(pair.theirs.fact('state')).toBe('secure');
    expect(pair.theirs.fact('version')).toBe('3');
    expect(peer?.fingerprint).toBe(pair.theirs.fingerprint);
    expect(pair.theirs.fact('fingerprint')).toBe(pair.ours.key.fingerprint);
    expect(peer?.sessionId.join('')).toBe(pair.theirs.fact('session'));
    expect(peer?.ourHalf).not.toBe(pair.theirs.fact('half'));
    expect(peer?.instance.toString(16).padStart(8, '0')).toBe(pair.theirs.fact('ours'));
    expect(pair.theirs.fact('theirs')).toBe(pair.ours.instance.toString(16).padStart(8, '0'));
  });

  it('carries 100 messages each way, in turns and in rows, and the keys turn', async () => {
    const pair = await privateWithLibotr(lab, 'hundred');
    const [ours, theirs] = [[] as string[], [] as string[]];
    // Turns of different lengths: keys turn at each change of the speaker, counters count within one.
    for (let turn = 0; ours.length < 100; turn++) {
      for (let row = 0; row <= turn % 4 && ours.length < 100; row++) {
        ours.push(`ours ${ours.length} ${'ß'.repeat(ours.length)}`);
        await pair.we(pair.ours.send(ours.at(-1) ?? ''));
      }
      for (let row = 0; row <= turn % 3 && theirs.length < 100; row++) {
        theirs.push(`theirs ${theirs.length} ${'✓'.repeat(theirs.length)}`);
        await pair.they('S', theirs.at(-1) ?? '');
      }
    }
    while (theirs.length < 100) {
      theirs.push(`theirs ${theirs.length}`);
      await pair.they('S', theirs.at(-1) ?? '');
    }
    expect(pair.theirs.shown('sealed')).toEqual(ours);
    expect(pair.ours.shown()).toEqual(theirs);
    expect(pair.ours.all('show').every(({ sealed }) => sealed)).toBe(true);
    expect(pair.ours.all('refused')).toEqual([]);
    expect(pair.theirs.facts('event')).toEqual([]);
    expect(pair.theirs.facts('error')).toEqual([]);
  });
});
