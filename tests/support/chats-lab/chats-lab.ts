import type { Page } from 'puppeteer-core';

export const USERS = ['alice', 'bob'] as const;
export type ChatUser = (typeof USERS)[number];

export const otherThan = (user: ChatUser): ChatUser => (user === 'alice' ? 'bob' : 'alice');
export const passwordOf = (user: ChatUser): string => `${user}-pw`;

/** A real web chat on loopback; everything it keeps lies under `stateDir`. */
export type ChatsLab = {
  readonly stateDir: string;
  /** The origin of the page. */
  readonly url: string;
  /** Logs in where that is needed, and opens the talk with the other. Again after a reload. */
  enter(page: Page, user: ChatUser): Promise<void>;
  /** Stops it and deletes what it kept. */
  destroy(): Promise<void>;
};
