import type { Page } from 'puppeteer-core';
import type { Actor } from '../e2e/cast';
import { describeForTwo, type TwoOnStage } from '../e2e/two-on-stage';
import { enterConverse, openChat } from './converse';
import { type ConverseVisit, startXmppLab, type XmppLab, xmppLabMissing } from './lab';

/** One XMPP server with its web client between two people. */
export type ConverseStage = TwoOnStage<XmppLab>;

/** @param strangers whether they do not know each other's certificate; else each has verified the other */
export const describeInConverse = (
  title: string,
  tests: (stage: () => ConverseStage) => void,
  { strangers = false }: { readonly strangers?: boolean } = {},
): void =>
  describeForTwo(
    title,
    { missing: xmppLabMissing(), start: () => startXmppLab(), use: 'chat', acquainted: !strangers },
    tests,
  );

/** Logs in and opens the conversation with the other. */
export async function enterChat(
  who: Actor,
  lab: XmppLab,
  peer: Actor['user'],
  visit: ConverseVisit = {},
): Promise<Page> {
  const page = await enterConverse(who, lab, who.user, visit);
  await openChat(page, peer);
  return page;
}
