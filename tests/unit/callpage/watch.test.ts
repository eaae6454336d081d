import { describe, expect, it } from 'vitest';
import { createWatch } from '../../../lib/callpage/watch';
import type { PageCallReport } from '../../../lib/core/calls';

const calm = { live: 2, uncovered: 0, unnamed: false, unable: false };
const setUp = (mode: 'clear' | 'protected') => {
  const state = {
    mode,
    now: 0,
    seen: calm,
    surplus: 0,
    hearsClear: false,
    telling: undefined as Promise<void> | undefined,
    closed: 0,
  };
  const told: PageCallReport[] = [];
  const watch = createWatch({
    halves: {
      look: () => state.seen,
      measure: async () => state.surplus,
      hearsClear: () => state.hearsClear,
      close: () => {
        state.closed += 1;
      },
    },
    mode: () => state.mode,
    unableCode: 'callpage/earlier',
    now: () => state.now,
    tell: async (report) => {
      told.push(report);
      await state.telling;
      return { mode: state.mode };
    },
    onOrder: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  const look = async (times = 1) => {
    for (let at = 0; at < times; at++) {
      state.now += 100;
      watch.look();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { state, told, watch, look };
};

describe('the watch over a page’s call', () => {
  it('closes everything at the first look after a transform is gone, and says so for good', async () => {
    const { state, told, look } = setUp('protected');
    state.seen = { ...calm, uncovered: 1 };
    await look();
    expect(state.closed).toBe(1);
    expect(told.at(-1)).toMatchObject({ uncovered: 1, code: 'callpage/tampered' });
    state.seen = calm;
    await look(8);
    expect(told.at(-1)).toMatchObject({ code: 'callpage/tampered' });
  });

  it('closes everything where something was sent past us', async () => {
    const { state, told, look } = setUp('protected');
    state.surplus = 9_000;
    await look(3);
    expect(state.closed).toBe(1);
    expect(told.some(({ clear, code }) => clear > 0 && code === 'callpage/tampered')).toBe(true);
  });

  it('tells an alarm as soon as what was told before it is there', async () => {
    const { state, told, watch, look } = setUp('protected');
    const { promise, resolve } = Promise.withResolvers<void>();
    state.telling = promise;
    await look(4);
    watch.alarm('callpage/tampered');
    expect(told.map(({ code }) => code)).toEqual([undefined]);
    resolve();
    await look();
    expect(told.map(({ code }) => code)).toEqual([undefined, 'callpage/tampered']);
  });

  it('leaves a page alone that protects nothing, and closes it when that begins', async () => {
    const { state, watch, look } = setUp('clear');
    state.seen = { ...calm, uncovered: 1 };
    watch.alarm('callpage/tampered');
    await look(8);
    expect(state.closed).toBe(0);
    state.mode = 'protected';
    watch.onProtected();
    expect(state.closed).toBe(1);
  });

  it('says that media pass until they do not, and that at once', async () => {
    const { state, told, watch, look } = setUp('clear');
    await look(4);
    expect(told.map(({ passing }) => passing)).toEqual([true]);
    state.mode = 'protected';
    watch.onProtected();
    expect(told.map(({ passing }) => passing)).toEqual([true, false]);
    await look();
  });

  it('says that the others send in clear for as long as they do', async () => {
    const { state, told, look } = setUp('protected');
    state.hearsClear = true;
    await look(8);
    expect(told.at(-1)).toMatchObject({ code: 'callpage/clear' });
    state.hearsClear = false;
    await look(8);
    expect(told.at(-1)?.code).toBeUndefined();
  });
});
