// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import type { NoTraceView } from '../../../lib/core/chat';
import { SENTENCES } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import { createBox } from '../../../lib/frames/chat-box/box';
import { BoxFrame } from '../../../lib/frames/chat-box/box-view';
import { browserGuard } from '../../../lib/frames/shared/guard';
import { viewOf } from './chat-world';
import { COVERED_GUARD, drawn, OPEN_GUARD } from './drawn';
import { fakePorts } from './support';

const privately = (smp: NoTraceView['smp']) => viewOf({ way: 'no-trace', noTrace: { phase: 'private', smp } });

async function show(smp: NoTraceView['smp'], guard = OPEN_GUARD) {
  let now = privately(smp);
  const background = fakePorts({
    'chatBox.open': () => now,
    'chatBox.compare': () => undefined,
    'chatBox.stopComparing': () => undefined,
  });
  const view = await drawn(<BoxFrame box={createBox(background.ports)} />, guard);
  const become = (next: ReturnType<typeof viewOf>) =>
    act(async () => {
      now = next;
      await background.hear('webchat');
    });
  return { ...background, ...view, become };
}

describe('a secret that is compared in the box', () => {
  it('is asked for in words, with their question, answered here, and the answer goes to nobody but the background', async () => {
    const { press, type, words, inputs, all } = await show({ state: 'asked', question: 'Which\u202e flower?' });
    expect(words('box-comparison')).toContain('Anna asks to compare a secret that you both know.');
    await press('box-answer');
    expect(words('box-asked-secret')).toContain('flower?');
    expect(words('box-asked-secret')).not.toContain('\u202e');
    expect(all('box-question')).toHaveLength(0);
    await press('box-compare');
    expect(inputs('chatBox.compare')).toEqual([]);
    await type('box-secret-text', 'tulip');
    await press('box-compare');
    expect(inputs('chatBox.compare')).toMatchObject([{ secret: 'tulip', locator: 'anna' }]);
    expect(inputs('chatBox.compare')[0]).not.toHaveProperty('question');
    expect(inputs('chatBox.saveDraft')).toEqual([]);
    expect(all('box-secret-text')).toHaveLength(0);
  });

  it('can be begun, with a question or without, and with Enter', async () => {
    const { press, type, key, inputs } = await show({ state: 'none' });
    await press('box-menu');
    await press('box-secret');
    await type('box-question', ' Which flower? ');
    await type('box-secret-text', 'tulip');
    await key('box-secret-text', 'Enter');
    expect(inputs('chatBox.compare')).toMatchObject([{ secret: 'tulip', question: 'Which flower?' }]);
  });

  it('goes out on no synthetic press or key, nor while the page covers the frame [req 29]', async () => {
    for (const guard of [{ ...OPEN_GUARD, trusts: browserGuard.trusts }, COVERED_GUARD]) {
      const { box, press, type, key, inputs, pause } = await withPanel(guard);
      box.show('secret');
      await pause();
      await type('box-secret-text', 'tulip');
      await press('box-compare');
      await key('box-secret-text', 'Enter');
      expect(inputs('chatBox.compare')).toEqual([]);
    }
  });

  it.each([
    [{ state: 'same' }, 'Anna knows the same secret: nobody stands between you.', true],
    [{ state: 'different' }, 'The secrets are not the same.', false],
    [{ state: 'none', stopped: true }, 'was stopped and has no result', false],
  ] as const)('ends in words, which are read once: %o', async (smp, sentence, verified) => {
    const { words, one, press, all } = await show(smp);
    expect(words('box-comparison')).toContain(sentence);
    expect(one('box').dataset.verified).toBe(String(verified));
    await press('box-understood');
    expect(all('box-comparison')).toHaveLength(0);
  });

  it('can be stopped on both sides, and what is typed for it goes when the conversation ends', async () => {
    const { press, inputs, become, type, all, one, words } = await show({ state: 'asking' });
    expect(words('box-comparison')).toContain('Waiting for Anna');
    await press('box-stop-comparing');
    expect(inputs('chatBox.stopComparing')).toHaveLength(1);
    await become(privately({ state: 'asked' }));
    await press('box-answer');
    await type('box-secret-text', 'tulip');
    await become(viewOf({ way: 'none', writable: false, noTrace: { phase: 'ended', smp: { state: 'none' } } }));
    expect(all('box-secret-text')).toHaveLength(0);
    expect(one('box-text').closest<HTMLElement>('.box-write')?.hidden).toBe(false);
  });

  it('says why it was not compared, and keeps what was typed', async () => {
    const { press, type, answers, words, one } = await show({ state: 'asked' });
    answers['chatBox.compare'] = () => {
      throw new AppError('webchat/not-sent');
    };
    await press('box-answer');
    await type('box-secret-text', 'tulip');
    await press('box-compare');
    expect(words('box-problem')).toContain(SENTENCES['webchat/not-sent']);
    expect((one('box-secret-text') as HTMLInputElement).value).toBe('tulip');
  });
});

/** A panel that was opened before the page covered it. */
async function withPanel(guard: typeof OPEN_GUARD) {
  const background = fakePorts({ 'chatBox.open': () => privately({ state: 'none' }) });
  const box = createBox(background.ports);
  return { ...background, ...(await drawn(<BoxFrame box={box} />, guard)), box };
}
