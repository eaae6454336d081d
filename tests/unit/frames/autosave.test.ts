import { describe, expect, it } from 'vitest';
import { createAutosave, type SaveState } from '../../../lib/core/autosave';
import { AppError } from '../../../lib/core/errors';
import { fakePorts, pending, settle } from './support';

function setUp(save?: (value: string) => Promise<unknown>) {
  const clock = fakePorts({});
  const saved: string[] = [];
  const states: SaveState[] = [];
  const text = { now: '' };
  const autosave = createAutosave<string>({
    take: () => text.now,
    save: async (value) => {
      saved.push(value);
      await save?.(value);
    },
    now: clock.ports.now,
    later: clock.ports.later,
    everyMs: 2_000,
    onState: (state) => states.push(state),
  });
  const type = (words: string) => {
    text.now = words;
    autosave.changed();
  };
  return { ...clock, autosave, saved, states, type };
}

describe('keeping a draft', () => {
  it('saves two seconds after the first change, with the newest text', async () => {
    const { type, pass, saved } = setUp();
    type('a');
    await pass(1_500);
    type('ab');
    await pass(499);
    expect(saved).toEqual([]);
    await pass(1);
    expect(saved).toEqual(['ab']);
  });

  it('saves at least every two seconds while somebody types without a pause', async () => {
    const { type, pass, saved } = setUp();
    for (let stroke = 1; stroke <= 100; stroke++) {
      type('x'.repeat(stroke));
      await pass(100);
    }
    expect(saved.length).toBeGreaterThanOrEqual(4);
  });

  it('saves nothing where nothing changed', async () => {
    const { autosave, pass, saved } = setUp();
    await pass(10_000);
    await autosave.flush();
    expect(saved).toEqual([]);
  });

  it('never lets two saves overlap, and ends with the newest text', async () => {
    const first = pending();
    let under = 0;
    let most = 0;
    const { type, pass, autosave, saved } = setUp(async (value) => {
      under += 1;
      most = Math.max(most, under);
      if (value === 'a') await first.promise;
      under -= 1;
    });
    type('a');
    await pass(2_000);
    type('ab');
    await pass(2_000);
    const flushed = autosave.flush();
    first.resolve(undefined);
    await flushed;
    expect(saved).toEqual(['a', 'ab']);
    expect(most).toBe(1);
    expect(autosave.dirty).toBe(false);
  });

  it('saves again what was written while a save was under way', async () => {
    const first = pending();
    const { type, pass, saved } = setUp((value) => (value === 'a' ? first.promise : Promise.resolve()));
    type('a');
    await pass(2_000);
    type('ab');
    first.resolve(undefined);
    await pass(2_000);
    expect(saved).toEqual(['a', 'ab']);
  });

  it('tries again after a failed save and says so meanwhile', async () => {
    let failing: boolean = true;
    const { type, pass, saved, states, autosave } = setUp(() =>
      failing ? Promise.reject(new AppError('store/full')) : Promise.resolve(),
    );
    type('a');
    await pass(2_000);
    expect(states.at(-1)).toEqual({ step: 'failed', code: 'store/full' });
    failing = false;
    await pass(2_000);
    expect(saved).toEqual(['a', 'a']);
    expect(states.at(-1)?.step).toBe('kept');
    expect(autosave.dirty).toBe(false);
  });

  it('fails a flush with the code of the save', async () => {
    const { type, autosave } = setUp(() => Promise.reject(new AppError('store/full')));
    type('a');
    await expect(autosave.flush()).rejects.toThrow('store/full');
    expect(autosave.dirty).toBe(true);
  });

  it('sends what is unsaved at once when the page goes away, even while an older save hangs', async () => {
    const first = pending();
    const { type, pass, autosave, saved } = setUp((value) => (value === 'a' ? first.promise : Promise.resolve()));
    type('a');
    await pass(2_000);
    type('ab');
    autosave.hurry();
    expect(saved).toEqual(['a', 'ab']);
  });

  it('tells when the draft was kept', async () => {
    const { type, pass, states } = setUp();
    type('a');
    await pass(2_000);
    expect(states.map(({ step }) => step)).toEqual(['waiting', 'saving', 'kept']);
    expect(states.at(-1)).toEqual({ step: 'kept', at: 3_000 });
  });

  it('saves nothing more once it is stopped', async () => {
    const { type, pass, autosave, saved } = setUp();
    type('a');
    autosave.stop();
    await pass(5_000);
    await settle();
    expect(saved).toEqual([]);
  });
});
