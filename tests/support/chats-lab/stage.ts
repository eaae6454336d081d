import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { browserMissing } from '../browser/missing';
import { ask } from '../e2e/bus';
import { type Actor, castActor } from '../e2e/cast';
import type { ChatsLab, ChatUser } from './chats-lab';
import { CHATS_LABS } from './labs';

/** Two who never met, in one web chat that no file of ours knows. */
export type ChatStage = { readonly lab: ChatsLab; readonly alice: Actor; readonly bob: Actor };

/** Runs a set of tests in each of the chats; where something is missing, they are skipped with the reason in their name. */
export function describeInChats(title: string, tests: (stage: () => ChatStage) => void): void {
  for (const { name, missing, start } of CHATS_LABS) {
    const absent = missing() ?? browserMissing();
    const whole = `${title} in ${name}`;
    describe.skipIf(absent !== undefined)(absent === undefined ? whole : `${whole} (skipped: ${absent})`, () => {
      const parts: { lab?: ChatsLab; alice?: Actor; bob?: Actor } = {};
      beforeAll(async () => {
        parts.lab = await start();
        parts.alice = await castForChat('chromium', 'alice', parts.lab);
        parts.bob = await castForChat('firefox', 'bob', parts.lab);
      }, 180_000);
      afterAll(async () => {
        await Promise.allSettled([parts.alice?.close(), parts.bob?.close()]);
        await parts.lab?.destroy();
      }, 60_000);
      tests(() => {
        const { lab, alice, bob } = parts;
        if (lab === undefined || alice === undefined || bob === undefined) throw new Error('the stage is not set');
        return { lab, alice, bob };
      });
    });
  }
}

/** Somebody with a vault and a key, who has granted the page as a chat. */
async function castForChat(kind: Actor['kind'], user: ChatUser, lab: ChatsLab): Promise<Actor> {
  const actor = await castActor(kind, user, lab);
  await ask(actor.window, 'sites.setUse', { origin: lab.url as never, use: 'chat', mode: 'sealed' });
  return actor;
}

/** Logs in and opens the talk with the other. */
export async function enterTalk(who: Actor, lab: ChatsLab, user: ChatUser): Promise<Page> {
  const page = await who.openPage('about:blank');
  await lab.enter(page, user);
  return page;
}
