import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { browserMissing } from '../browser/missing';
import { ask } from '../e2e/bus';
import { type Actor, castActor, introduce } from '../e2e/cast';
import { enterConverse, openChat } from './converse';
import { type ConverseVisit, startXmppLab, type XmppLab, xmppLabMissing } from './lab';

/** Alice in Chromium, Bob in Firefox, one XMPP server with its web client between them. */
export type ConverseStage = { lab: XmppLab; alice: Actor; bob: Actor };

/**
 * Runs a set of tests on it; where something is missing, every test is skipped with the reason in its name.
 * @param strangers whether they do not know each other's certificate; else each has verified the other
 */
export function describeInConverse(
  title: string,
  tests: (stage: () => ConverseStage) => void,
  { strangers = false }: { readonly strangers?: boolean } = {},
): void {
  const missing = xmppLabMissing() ?? browserMissing();
  describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
    const parts: Partial<ConverseStage> = {};
    beforeAll(async () => {
      parts.lab = await startXmppLab();
      parts.alice = await castForChat('chromium', 'alice', parts.lab);
      parts.bob = await castForChat('firefox', 'bob', parts.lab);
      if (strangers) return;
      await introduce(parts.alice, parts.bob);
      await introduce(parts.bob, parts.alice);
    }, 120_000);
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

/** Somebody with a vault and a key, who has granted the page as a chat. */
async function castForChat(kind: Actor['kind'], user: Actor['user'], lab: XmppLab): Promise<Actor> {
  const actor = await castActor(kind, user, lab);
  await ask(actor.window, 'sites.setUse', { origin: lab.url as never, use: 'chat', mode: 'sealed' });
  return actor;
}

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
