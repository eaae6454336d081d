import type { Page } from 'puppeteer-core';
import { element } from '../browser/elements';
import { fillNamed, pressNamed } from '../browser/named';
import { until } from '../wait';
import { ask } from './bus';
import type { ChatRelay } from './talkers';

// Chat as a person does it: by what stands in our own windows.

/** The form of the first visit. Answers the chat address. */
export async function makeAccount(
  app: Page,
  relay: Pick<ChatRelay, 'address'>,
  name: string,
  password: string,
): Promise<string> {
  await fillNamed(app, 'Address of the relay', relay.address);
  await fillNamed(app, 'Name in your chat address', name);
  await fillNamed(app, 'Password', password);
  await fillNamed(app, 'The same again', password);
  await pressNamed(app, 'Make my account');
  return until('the account to be there', async () => (await ask(app, 'relay.status')).account?.user, {
    within: 30_000,
  });
}

/**
 * Types somebody's chat address. Who has just come is found once the prekeys are published: until then a sentence says
 * so, and one tries again.
 */
export async function beginWith(app: Page, address: string, channel: string): Promise<void> {
  await pressNamed(app, 'New conversation');
  await fillNamed(app, 'Chat address of your contact', address);
  await until(
    'the conversation to be begun',
    async () => {
      await pressNamed(app, 'Send my certificate', 1_000);
      return app.waitForSelector('[data-testid="channel-bar"]', { timeout: 2_000 });
    },
    { within: 60_000, every: 1_000 },
  );
  await barIs(app, channel, 30_000);
}

export async function writeLine(app: Page, text: string): Promise<void> {
  await app.bringToFront();
  const field = await element(app, 'chat-text');
  await field.click();
  await app.keyboard.type(text);
  await app.keyboard.press('Enter');
}

export const lineIs = (app: Page, text: string, state: string, within = 20_000) =>
  until(
    `“${text}” to be ${state}`,
    () =>
      app.evaluate(
        (words, wanted) =>
          [...document.querySelectorAll<HTMLElement>('[data-testid="chat-message"]')].some(
            (line) => line.textContent.includes(words) && line.dataset['state'] === wanted,
          ),
        text,
        state,
      ),
    { within },
  );

export const barIs = (app: Page, channel: string, within = 20_000) =>
  app.waitForSelector(`[data-testid="channel-bar"][data-channel="${channel}"]`, { timeout: within });
