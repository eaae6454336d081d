import { afterAll, beforeAll, expect, it } from 'vitest';
import { privateWithLibotr } from '../../support/otr/between';
import { describeWithLibotr, type LibotrLab, openLibotrLab } from '../../support/otr/libotr';

const ROWS = (['we', 'they'] as const).flatMap((asker) =>
  (['', 'Which flower?'] as const).flatMap((question) =>
    (['tulip ✓', 'rose'] as const).map((answer) => [asker, question, answer] as const),
  ),
);

describeWithLibotr('a secret compared with libotr', () => {
  let lab: LibotrLab;
  beforeAll(() => {
    lab = openLibotrLab();
  });
  afterAll(() => lab.close());

  it.each(ROWS)('%s ask (question "%s"), the answer is "%s"', async (asker, question, answer) => {
    const pair = await privateWithLibotr(
      lab,
      `smp-${ROWS.findIndex((row) => row.join() === [asker, question, answer].join())}`,
    );
    if (asker === 'we') {
      await pair.we(pair.ours.startSmp('tulip ✓', question === '' ? undefined : question));
      expect(pair.theirs.fact('smp')).toBe('asked');
      expect(pair.theirs.fact('question')).toBe(question);
      await pair.they('R', answer);
    } else {
      await pair.they('M', question, 'tulip ✓');
      expect(pair.ours.last('smp')).toEqual({
        type: 'smp',
        outcome: 'asked',
        ...(question === '' ? {} : { question }),
      });
      await pair.we(pair.ours.answerSmp(answer));
    }
    const outcome = answer === 'rose' ? 'different' : 'same';
    expect(pair.ours.last('smp')?.outcome).toBe(outcome);
    expect(pair.theirs.fact('smp')).toBe(outcome);
    expect(pair.ours.all('refused')).toEqual([]);
  });

  it('is aborted by either side, and begins anew', async () => {
    const pair = await privateWithLibotr(lab, 'smp-abort');
    await pair.they('M', '', 'tulip');
    await pair.we(pair.ours.abortSmp());
    expect(pair.theirs.fact('smp')).toBe('aborted');
    await pair.we(pair.ours.startSmp('tulip'));
    await pair.they('A');
    expect(pair.ours.last('smp')?.outcome).toBe('aborted');
    await pair.we(pair.ours.startSmp('rose'));
    await pair.we(pair.ours.startSmp('tulip'));
    await pair.they('R', 'tulip');
    expect(pair.ours.last('smp')?.outcome).toBe('same');
    expect(pair.theirs.fact('smp')).toBe('same');
  });

  it('may be compared again in the same conversation, with another result', async () => {
    const pair = await privateWithLibotr(lab, 'smp-again');
    for (const [secret, outcome] of [
      ['rose', 'different'],
      ['tulip', 'same'],
    ] as const) {
      await pair.they('M', '', 'tulip');
      await pair.we(pair.ours.answerSmp(secret));
      expect(pair.theirs.fact('smp')).toBe(outcome);
    }
  });
});
