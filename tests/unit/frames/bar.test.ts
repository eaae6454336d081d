import { describe, expect, it } from 'vitest';
import type { BarState } from '../../../lib/bus/views';
import { createBar } from '../../../lib/frames/bar/bar';
import { barWords } from '../../../lib/frames/bar/bar-words';
import { fakePorts } from './support';

const at = (change: Partial<BarState>): BarState => ({ phase: 'ready', draftsWaiting: 0, attention: 0, ...change });

describe('the bar', () => {
  it.each([
    [at({ phase: 'absent' }), 'Sotto is not set up yet.', 'start', false],
    [at({ phase: 'no-key' }), 'You have no key yet.', 'keys', false],
    [at({ phase: 'locked' }), 'Your keys are locked.', 'unlock', false],
    [at({}), 'Ready to seal and open mail here.', 'popup', true],
    [at({ attention: 1 }), 'Ready. 1 certificate waits for your decision.', 'popup', true],
    [at({ draftsWaiting: 2 }), 'Ready. 2 unsent messages wait.', 'popup', true],
  ] as const)('says %j', (state, words, window, canLock) => {
    expect(barWords(state)).toMatchObject({ words, window, canLock });
  });

  it('asks for attention only where a decision waits', () => {
    expect(barWords(at({ attention: 1 })).tone).toBe('attention');
    expect(barWords(at({ draftsWaiting: 3 })).tone).toBe('neutral');
  });

  it('asks again when something changed, opens our window and locks', async () => {
    let phase: BarState['phase'] = 'locked';
    const { ports, hear, inputs, commands } = fakePorts({ 'bar.state': () => at({ phase }) });
    const bar = createBar(ports);
    await bar.refresh();
    await bar.open();
    expect(inputs('frame.openWindow')).toEqual([{ window: 'unlock' }]);
    phase = 'ready';
    await hear('vault');
    expect(bar.state.get()).toMatchObject({ step: 'ready', bar: { phase: 'ready' } });
    await bar.lock();
    expect(commands()).toContain('vault.lock');
  });
});
