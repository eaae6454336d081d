import { describe, expect, it } from 'vitest';
import { createCallNotices } from '../../../lib/background/call-notices';
import type { CallId } from '../../../lib/core/calls';
import { DEFAULT_SETTINGS, type Settings } from '../../../lib/core/settings';

const ID = 'c0ffee00'.repeat(4) as CallId;

function createScreen(notify: Settings['notify'], active = true) {
  const shown: Array<readonly [id: string, title: string, words: string] | 'cleared'> = [];
  const opened: string[] = [];
  let press: (id: string) => void = () => undefined;
  const notices = createCallNotices({
    settings: async () => ({ ...DEFAULT_SETTINGS, notify }),
    show: async (...what) => void shown.push(what),
    clear: async () => void shown.push('cleared'),
    onPress: (listener) => {
      press = listener;
    },
    openApp: async (hash) => void opened.push(hash),
    openCall: async (id) => void opened.push(`call ${id}`),
    isActive: () => active,
    onFailure: (error) => {
      throw error;
    },
  });
  return { shown, opened, press: (id: string) => press(id), notices };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a notification of a call', () => {
  it('says who calls where that was chosen', async () => {
    const { notices, shown } = createScreen('content');
    notices.call({ id: ID, kind: 'ringing', name: 'Anna Berg' });
    notices.page({ call: ID, name: 'Anna Berg', origin: 'https://meet.example' });
    await settle();
    expect(shown).toEqual([
      ['call', 'Anna Berg', 'Calls you.'],
      ['page-call', 'Anna Berg', 'Asks to protect a call at meet.example.'],
    ]);
  });

  it('names nobody and no page where it was not', async () => {
    const { notices, shown } = createScreen('plain');
    notices.call({ id: ID, kind: 'missed', name: 'Anna Berg' });
    notices.page({ call: ID, name: 'Anna Berg', origin: 'https://meet.example' });
    await settle();
    expect(shown).toHaveLength(2);
    expect(JSON.stringify(shown)).not.toMatch(/Anna|meet/);
  });

  it('is not shown where none are wanted', async () => {
    const { notices, shown } = createScreen('off');
    notices.call({ id: ID, kind: 'ringing', name: 'Anna Berg' });
    await settle();
    expect(shown).toEqual([]);
  });

  it('is gone where the call stopped ringing at once', async () => {
    const { notices, shown } = createScreen('plain');
    notices.call({ id: ID, kind: 'ringing', name: 'Anna Berg' });
    notices.quiet();
    await settle();
    expect(shown.at(-1)).toBe('cleared');
  });

  it('shows what rings when it is pressed, and the list where nothing rings any more', async () => {
    const { notices, opened, press } = createScreen('plain');
    notices.call({ id: ID, kind: 'ringing', name: 'Anna Berg' });
    press('call');
    press('chat 1');
    notices.call({ id: ID, kind: 'missed', name: 'Anna Berg' });
    press('call');
    await settle();
    expect(opened).toEqual([`call ${ID}`, 'calls']);
  });
});
