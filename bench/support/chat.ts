import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { ConversationId } from '../../lib/core/chat';
import { element } from '../../tests/support/browser/elements';
import type { Talker } from '../../tests/support/e2e/talkers';

const TYPING_MS = 700;

/** Opens the conversation in the app, in front of its browser. */
export async function lookAt(who: Talker, id: ConversationId): Promise<Page> {
  const app = await who.openExtensionPage(`app.html#chat/${id}`);
  await app.bringToFront();
  await element(app, 'chat-text');
  return app;
}

/** Milliseconds from Enter on one screen to the words on the other. Both clocks are this machine's. */
export async function measureSend(from: Page, to: Page, text: string): Promise<number> {
  const shown = to.evaluate(
    (words) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const lines = [...document.querySelectorAll('[data-testid="chat-message"]')].slice(-3);
          if (!lines.some((line) => line.textContent.includes(words))) return;
          watch.disconnect();
          resolve(Date.now());
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    text,
  );
  await from.focus('[data-testid="chat-text"]');
  await from.evaluate((words) => {
    const field = document.querySelector<HTMLTextAreaElement>('[data-testid="chat-text"]');
    if (field === null) throw new Error('there is no field to write in');
    field.value = words;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.addEventListener('keydown', () => Object.assign(globalThis, { pressedAt: Date.now() }), { once: true });
  }, text);
  // A person types before pressing Enter: that somebody writes is told and drawn by then.
  await pause(TYPING_MS);
  await from.keyboard.press('Enter');
  const at = await shown;
  return at - (await from.evaluate(() => (globalThis as unknown as { pressedAt: number }).pressedAt));
}
