import { describe, expect, it } from 'vitest';
import type { BarState } from '../../../lib/bus/views';
import { PAGE_CALL_STATUSES } from '../../../lib/core/calls';
import type { CallGlance } from '../../../lib/core/page-call-words';
import { createBar } from '../../../lib/frames/bar/bar';
import { barWords } from '../../../lib/frames/bar/bar-words';
import { fakePorts } from './support';

const at = (call: Partial<CallGlance>, change: Partial<BarState> = {}): BarState => ({
  phase: 'ready',
  draftsWaiting: 0,
  attention: 0,
  call: { status: 'off', live: false, invited: false, ...call },
  ...change,
});

describe('the bar of a page with calls', () => {
  it.each([
    [{}, 'Off. Calls on this page can be sealed.', 'neutral', 'Protect this call'],
    [{ live: true }, 'Off. What is said here is not sealed.', 'neutral', 'Protect this call'],
    [{ status: 'waiting' }, 'Waiting for key.', 'neutral', 'Show this call'],
    [{ status: 'sealed' }, 'Sealed, words not compared.', 'neutral', 'Show this call'],
    [{ status: 'compared' }, 'Sealed, words compared.', 'neutral', 'Show this call'],
    [
      { status: 'blocked', code: 'callpage/clear' },
      'Blocked: the other side sends in clear.',
      'attention',
      'Show this call',
    ],
    [
      { status: 'cannot', code: 'callpage/earlier' },
      'Cannot be sealed here: this call began before Sotto could see it. Reload the page, then call again.',
      'attention',
      'Show this call',
    ],
    [{ status: 'tampered', code: 'callpage/tampered' }, 'Stopped: the page tampered.', 'attention', 'Show this call'],
    [{ invited: true }, 'Off. Somebody asks to protect this call.', 'attention', 'Show this call'],
  ] as const)('says %j', (call, words, tone, action) => {
    expect(barWords(at(call))).toMatchObject({ words, tone, action, window: 'popup' });
  });

  it('says nothing of mail or of a conversation there', () => {
    for (const status of PAGE_CALL_STATUSES) expect(barWords(at({ status })).words).not.toContain('mail');
  });

  it('goes on saying how the call is while keys are locked, and that it is stopped', () => {
    expect(barWords(at({ status: 'compared' }, { phase: 'locked' }))).toMatchObject({
      words: 'Sealed, words compared. Your keys are locked.',
      tone: 'neutral',
      window: 'unlock',
    });
    expect(barWords(at({ status: 'tampered' }, { phase: 'locked' })).tone).toBe('attention');
  });

  it('says what else waits behind it', () => {
    expect(barWords(at({ status: 'sealed' }, { draftsWaiting: 1 })).words).toBe(
      'Sealed, words not compared. 1 unsent message waits.',
    );
  });

  it('says both in one line where the page has a chat, too', () => {
    const talk = { way: 'channel', isVerified: true } as const;
    const said = (call: Partial<CallGlance>, more: Partial<BarState>) => barWords(at(call, more));
    expect(said({}, { talk: { way: 'none', isVerified: false } })).toMatchObject({
      words: 'Call: Off. Chat: ready to seal.',
      action: 'Protect this call',
    });
    expect(said({ status: 'compared' }, { talk, draftsWaiting: 1 }).words).toBe(
      'Call: Sealed, words compared. Chat: sealed by a channel of its own, verified. 1 unsent message waits.',
    );
    expect(said({ invited: true }, { talk }).words).toBe(
      'Call: Off. Somebody asks to protect this call. Chat: sealed by a channel of its own, verified.',
    );
    const notSent = said({ status: 'sealed' }, { talk: { ...talk, notSent: true } });
    expect(notSent).toMatchObject({ tone: 'attention', words: expect.stringContaining('was not sent') as string });
  });

  it('is asked again when a call changed, and opens our window for the tab', async () => {
    let call: Partial<CallGlance> = {};
    const { ports, hear, inputs } = fakePorts({ 'bar.state': () => at(call) });
    const bar = createBar(ports);
    await bar.refresh();
    call = { status: 'blocked', code: 'callpage/clear' };
    await hear('calls');
    expect(bar.state.get()).toMatchObject({ step: 'ready', bar: { call: { status: 'blocked' } } });
    await bar.open();
    expect(inputs('frame.openWindow')).toEqual([{ window: 'popup' }]);
  });
});
