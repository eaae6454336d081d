import { describe, expect, it } from 'vitest';
import type { NoTraceView } from '../../../../lib/core/chat';
import { AppError } from '../../../../lib/core/errors';
import { CONVERSATION, createNoTraceWorld, privateWorld } from '../../../support/no-trace/world';

const smp = (state: NoTraceView['smp']['state']) => (view: NoTraceView) => view.smp.state === state;
const isStopped = (view: NoTraceView) => view.smp.stopped === true;

describe('a secret compared in a conversation without trace', { timeout: 60_000 }, () => {
  it.each([
    ['tulip ✓', 'same'],
    ['rose', 'different'],
  ] as const)('and answered with "%s" is %s on both sides', async (answer, result) => {
    const { anna, bert } = await privateWorld();
    const asking = anna.service.compare(CONVERSATION, 'tulip ✓', 'Which flower?');
    expect((await anna.view()).smp).toEqual({ state: 'asking' });
    await asking;
    const asked = await bert.becomes('asked', smp('asked'));
    expect(asked.smp).toEqual({ state: 'asked', question: 'Which flower?' });
    await bert.service.compare(CONVERSATION, answer);
    expect((await bert.becomes(result, smp(result))).smp).toEqual({ state: result });
    expect((await anna.becomes(result, smp(result))).smp).toEqual({ state: result });
  });

  it('may be compared again, in the other direction, and messages go on meanwhile', async () => {
    const { anna, bert } = await privateWorld();
    for (const [from, to] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      await from.service.compare(CONVERSATION, 'tulip', '');
      expect((await to.becomes('asked', smp('asked'))).smp).toEqual({ state: 'asked' });
      await to.say('let me think');
      await to.service.compare(CONVERSATION, 'tulip');
      await Promise.all([from.becomes('same', smp('same')), to.becomes('same', smp('same'))]);
    }
    await anna.becomes('two messages', ({ messages }) => messages.length === 2);
  });

  it('is stopped on both sides when both ask at the same moment, and can be asked again', async () => {
    const { anna, bert } = await privateWorld();
    await Promise.all([
      anna.service.compare(CONVERSATION, 'tulip', 'Which flower?'),
      bert.service.compare(CONVERSATION, 'Rome', 'Which town?'),
    ]);
    await Promise.all([anna.becomes('stopped', isStopped), bert.becomes('stopped', isStopped)]);
    expect((await anna.view()).smp).toEqual({ state: 'none', stopped: true });
    await bert.say('you ask');
    await anna.becomes('his word', ({ messages }) => messages.length === 1);
    await anna.service.compare(CONVERSATION, 'tulip', 'Which flower?');
    await bert.becomes('asked', smp('asked'));
    await bert.service.compare(CONVERSATION, 'tulip');
    await anna.becomes('same', smp('same'));
  });

  it('begun anew by who asked is asked anew, with the new question', async () => {
    const { anna, bert } = await privateWorld();
    await anna.service.compare(CONVERSATION, 'tulip', 'Which flower?');
    await bert.becomes('asked', smp('asked'));
    await anna.service.compare(CONVERSATION, 'Rome', 'Which town?');
    const isNew = ({ smp: { question } }: NoTraceView) => question === 'Which town?';
    await bert.becomes('asked anew', isNew);
    await bert.service.compare(CONVERSATION, 'Rome');
    await anna.becomes('same', smp('same'));
  });

  it('is refused with a code before it is private, without a secret, or with too much of one', async () => {
    const early = createNoTraceWorld();
    const code = (error: 'otr/not-private' | 'otr/unsendable' | 'chat/too-long') => new AppError(error);
    await expect(early.anna.service.compare(CONVERSATION, 'x')).rejects.toEqual(code('otr/not-private'));
    const { anna } = await privateWorld();
    await expect(anna.service.compare(CONVERSATION, '')).rejects.toEqual(code('otr/unsendable'));
    await expect(anna.service.compare(CONVERSATION, 'x'.repeat(1_001))).rejects.toEqual(code('chat/too-long'));
    await expect(anna.service.compare(CONVERSATION, 'x', 'y'.repeat(1_001))).rejects.toEqual(code('chat/too-long'));
    expect((await anna.view()).smp).toEqual({ state: 'none' });
  });

  it('says that the other does not answer when the question was lost', async () => {
    const world = await privateWorld();
    world.relay = () => [];
    await world.anna.service.compare(CONVERSATION, 'tulip');
    world.pass(10_000);
    expect((await world.anna.view()).trouble).toBe('otr/silent');
    expect((await world.anna.view()).smp.state).not.toMatch(/same|different/);
  });
});
