import { describe, expect, it } from 'vitest';
import { createNotices } from '../../../lib/background/notices';
import type { ConversationId } from '../../../lib/core/chat';
import { DEFAULT_SETTINGS, type Settings } from '../../../lib/core/settings';

const CONVERSATION = 'c0ffee00'.repeat(4) as ConversationId;
const message = { conversation: CONVERSATION, kind: 'message', name: 'Anna Berg', preview: 'the side door' } as const;

function createScreen(notify: Settings['notify']) {
  const shown: Array<readonly [id: string, title: string, words: string]> = [];
  const opened: string[] = [];
  let press: (id: string) => void = () => undefined;
  const notice = createNotices({
    settings: async () => ({ ...DEFAULT_SETTINGS, notify }),
    show: async (...what) => void shown.push(what),
    onPress: (listener) => {
      press = listener;
    },
    openApp: async (hash) => void opened.push(hash),
    onFailure: (error) => {
      throw error;
    },
  });
  return { shown, opened, press: (id: string) => press(id), notice };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a notification', () => {
  it('says neither from whom nor what, unless that was chosen', async () => {
    const screen = createScreen('plain');
    screen.notice(message);
    await settle();
    expect(screen.shown).toEqual([[`chat ${CONVERSATION}`, 'Sotto', 'A new message came.']]);
    expect(JSON.stringify(screen.shown)).not.toMatch(/Anna|door/);
  });

  it('says both where that was chosen', async () => {
    const screen = createScreen('content');
    screen.notice(message);
    await settle();
    expect(screen.shown).toEqual([[`chat ${CONVERSATION}`, 'Anna Berg', 'the side door']]);
  });

  it('is not shown where none are wanted', async () => {
    const screen = createScreen('off');
    screen.notice(message);
    await settle();
    expect(screen.shown).toEqual([]);
  });

  it('opens its conversation when it is pressed, and nothing for one of somebody else', () => {
    const screen = createScreen('plain');
    screen.press(`chat ${CONVERSATION}`);
    screen.press('another');
    expect(screen.opened).toEqual([`chat/${CONVERSATION}`]);
  });
});
