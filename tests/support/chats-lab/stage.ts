import type { Page } from 'puppeteer-core';
import type { Actor } from '../e2e/cast';
import { describeForTwo, type TwoOnStage } from '../e2e/two-on-stage';
import type { ChatsLab, ChatUser } from './chats-lab';
import { CHATS_LABS } from './labs';

/** Two who never met, in one web chat that no file of ours knows. */
export type ChatStage = TwoOnStage<ChatsLab>;

/** Runs a set of tests in each of the chats. */
export function describeInChats(title: string, tests: (stage: () => ChatStage) => void): void {
  for (const { name, missing, start } of CHATS_LABS) {
    const setting = { missing: missing(), start, use: 'chat', acquainted: false, patience: 180_000 } as const;
    describeForTwo(`${title} in ${name}`, setting, tests);
  }
}

/** Logs in and opens the talk with the other. */
export async function enterTalk(who: Actor, lab: ChatsLab, user: ChatUser): Promise<Page> {
  const page = await who.openPage('about:blank');
  await lab.enter(page, user);
  return page;
}
