import type { Page } from 'puppeteer-core';
import type { Talker } from '../e2e/talkers';
import { isStatus, joinCall, protectWith } from './callers';
import { flows } from './hands';

/** Somebody, and the page of the call in front of them. */
export type Caller = { readonly who: Talker; readonly page: Page };

/** The first protects the call that all of them are in, the others join, and sealed media flow between all of them. */
export async function sealTogether([first, ...others]: readonly [Caller, ...Caller[]]): Promise<void> {
  const call = await protectWith(
    first.who,
    first.page,
    others.map(({ who }) => who),
  );
  for (const { who, page } of others) await joinCall(who, page, call);
  const everybody = [first, ...others];
  await Promise.all(everybody.map(({ who, page }) => isStatus(who, page, 'sealed', 90_000)));
  await Promise.all(everybody.map(({ page }) => flows(page, 30, 60_000)));
}
