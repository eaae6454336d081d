import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Origin } from '../../../lib/core/brand';
import { createNoTraceTalks } from '../../../lib/webchat/no-trace/create-no-trace-talks';
import { describeWithLibotr, type LibotrLab, openLibotrLab, wiresOf } from '../../support/otr/libotr';
import { makeKey } from '../../support/otr/people';
import { createTestPorts } from '../../support/otr/ports';
import { until } from '../../support/wait';

const PLACE = {
  origin: 'https://chat.example.org' as Origin,
  protocol: 'xmpp',
  locator: 'bob@lab.test',
  account: 'alice@lab.test',
  title: 'Bob',
} as const;

describeWithLibotr('a secret compared in a page, with libotr at the other end', () => {
  let lab: LibotrLab;
  beforeAll(() => {
    lab = openLibotrLab();
  });
  afterAll(() => lab.close());

  /** A private conversation in a page, which carries every text from one to the other. */
  const open = async (name: string) => {
    const theirs = await lab.open(name);
    const said: string[] = [];
    const { now, random } = createTestPorts();
    const page = {
      deliver: async (_place: unknown, what: { readonly text: string } | object) => {
        if ('text' in what) said.push(what.text);
      },
    };
    const talks = createNoTraceTalks({ page: page as never, now, random, announce: () => undefined, makeKey });
    const hear = async (texts: readonly string[]) => {
      for (const text of texts) await talks.take(PLACE, text, { fresh: true });
    };
    const becomes = (what: string, isSo: () => boolean) =>
      until(what, async () => {
        for (const text of said.splice(0)) await hear(wiresOf(await theirs.do('W', text)));
        return isSo();
      });
    const they = async (command: string, ...fields: readonly string[]) =>
      hear(wiresOf(await theirs.do(command, ...fields)));
    await talks.start(PLACE);
    await becomes('the private conversation', () => theirs.fact('state') === 'secure');
    expect(talks.view(PLACE)?.phase).toBe('private');
    return { talks, theirs, they, becomes, smp: () => talks.view(PLACE)?.smp };
  };

  it.each([
    ['they', 'tulip', 'same'],
    ['they', 'rose', 'different'],
    ['we', 'tulip', 'same'],
    ['we', 'rose', 'different'],
  ] as const)('%s ask, the answer is “%s”: %s, on both sides', async (asker, answer, state) => {
    const { talks, theirs, they, becomes, smp } = await open(`page-secret-${asker}-${answer}`);
    if (asker === 'they') {
      await they('M', 'Which flower?', 'tulip');
      expect(smp()).toEqual({ state: 'asked', question: 'Which flower?' });
      await talks.compare(PLACE, answer);
    } else {
      await talks.compare(PLACE, 'tulip', 'Which flower?');
      await becomes('the question', () => theirs.fact('smp') === 'asked');
      expect(theirs.fact('question')).toBe('Which flower?');
      await they('R', answer);
    }
    await becomes('the result', () => smp()?.state === state && theirs.fact('smp') === state);
  });

  it('hears that their question is not answered, and that ours is taken back', async () => {
    const { talks, theirs, they, becomes, smp } = await open('page-secret-stopped');
    await they('M', '', 'tulip');
    await talks.stopComparing(PLACE);
    await becomes('theirs to be over', () => theirs.fact('smp') === 'aborted');
    await talks.compare(PLACE, 'tulip');
    await becomes('ours', () => theirs.fact('smp') === 'asked');
    await they('A');
    await becomes('ours to be over', () => smp()?.state === 'none');
    expect(smp()).toEqual({ state: 'none', stopped: true });
  });
});
