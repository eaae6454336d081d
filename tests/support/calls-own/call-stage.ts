import type { Page } from 'puppeteer-core';
import type { CallId, CallView } from '../../../lib/core/calls';
import type { ConversationId } from '../../../lib/core/chat';
import { press } from '../browser/elements';
import type { Person } from '../browser/person';
import { ask } from '../e2e/bus';
import {
  type ChatRelay,
  castTalker,
  type Meeting,
  meet,
  newMessageId,
  openChatRelay,
  type Talker,
} from '../e2e/talkers';
import { until } from '../wait';

/** Somebody who can be called, and the conversation with the other. */
export type Caller = Talker & { readonly conversation: ConversationId };
export type CallStage = {
  readonly relay: ChatRelay;
  readonly anna: Caller;
  readonly bert: Caller;
  close(): Promise<void>;
};

/**
 * Two people at two browsers, with an open channel over a real relay.
 * @param annasProfile kept at the end; one is made and deleted if left out
 */
export async function openCallStage(
  kinds: readonly [Person['kind'], Person['kind']],
  annasProfile?: string,
): Promise<CallStage> {
  const relay = await openChatRelay();
  const cast: Talker[] = [];
  const close = async () => {
    await Promise.allSettled(cast.map((who) => who.close()));
    await relay.destroy();
  };
  try {
    const [anna, bert] = await Promise.all([
      castTalker(kinds[0], 'anna', relay, annasProfile).then((who) => (cast.push(who), who)),
      castTalker(kinds[1], 'bert', relay).then((who) => (cast.push(who), who)),
    ]);
    const between: Meeting = await meet(anna, bert, 'in-use');
    return {
      relay,
      anna: { ...anna, conversation: between.annas },
      bert: { ...bert, conversation: between.berts },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The window of one call, once it stands at this: one of an earlier call may still be closing. */
export const callWindow = (
  who: Pick<Talker, 'browser' | 'name'>,
  id: CallId,
  at: 'call-talking' | 'call-incoming' | 'call-over',
): Promise<Page> =>
  until(
    `the window of ${who.name} to be at ${at}`,
    async () => {
      for (const page of await who.browser.pages()) {
        const isIt = await page
          .evaluate(
            (hash, testId) =>
              location.pathname === '/call-window.html' &&
              location.hash === hash &&
              document.querySelector(`[data-testid="${testId}"]`) !== null,
            `#${id}`,
            at,
          )
          .catch(() => false);
        if (isIt) return page;
      }
      return undefined;
    },
    { within: 40_000, every: 100 },
  );

/** It is called, and it rings. Answers both windows. */
export async function ring(from: Caller, to: Caller, video = false): Promise<{ out: Page; in: Page; id: CallId }> {
  const id = newMessageId() as string as CallId;
  await ask(from.window, 'calls.start', { id, conversation: from.conversation, video });
  return { id, out: await callWindow(from, id, 'call-talking'), in: await callWindow(to, id, 'call-incoming') };
}

/** Asked of the document alone: a window behind draws no frames, and cannot be waited on by them. */
export const says = (page: Page, testId: string, pattern: RegExp, within = 60_000): Promise<string> =>
  until(
    `${testId} to say ${String(pattern)}`,
    async () => {
      const words = await page.evaluate(
        (id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? 'not there',
        testId,
      );
      if (pattern.test(words)) return words;
      // biome-ignore lint/performance/useDomNodeTextContent: what a person sees is what counts
      const seen = await page.evaluate(() => document.body.innerText);
      throw new Error(`it says: ${words.slice(0, 200)}; the window: ${seen.replaceAll(/\s+/g, ' ').slice(0, 300)}`);
    },
    { within, every: 100 },
  );

/** The link of a window that talks. */
export const linkIs = (page: Page, link: string, within = 60_000) =>
  until(
    `the link to be ${link}`,
    async () => {
      const now = await page.evaluate(
        () => document.querySelector<HTMLElement>('[data-testid="call-talking"]')?.dataset['link'] ?? 'no call',
      );
      if (now === link) return true;
      // biome-ignore lint/performance/useDomNodeTextContent: what a person sees is what counts
      throw new Error(`it is ${now}: ${(await page.evaluate(() => document.body.innerText)).slice(0, 200)}`);
    },
    { within },
  );

/** Rung, answered, connected. */
export async function talk(from: Caller, to: Caller, video = true): Promise<{ out: Page; in: Page; id: CallId }> {
  const pages = await ring(from, to, video);
  await press(pages.in, video ? 'call-answer-video' : 'call-answer');
  await Promise.all([linkIs(pages.out, 'connected'), linkIs(pages.in, 'connected')]);
  return pages;
}

type Count = 'Frames decoded' | 'Frames received' | 'Frames sent' | 'Packets of sound' | 'Packets lost';

/** What the window's own panel counts: the details are in the document only where the panel has been filled. */
export const countOf = (page: Page, name: Count): Promise<number> =>
  page.evaluate((wanted) => Number(document.querySelector(`[data-count="${wanted}"]`)?.textContent ?? '0'), name);

/** Waits until so many more came. Answers how many came meanwhile, and in how many milliseconds. */
export async function flows(page: Page, name: Count, more: number, within = 60_000) {
  const [before, began] = [await countOf(page, name), performance.now()];
  const now = await until(
    `${more} more of ${name}`,
    async () => {
      const count = await countOf(page, name);
      if (count >= before + more) return count;
      throw new Error(`there are ${count}, there were ${before}`);
    },
    { within },
  );
  return { came: now - before, ms: performance.now() - began };
}

export const currentCall = (who: Caller): Promise<CallView | undefined> => ask(who.window, 'calls.current');

export async function endedAs(who: Pick<Talker, 'window' | 'name'>, id: CallId, why: string): Promise<void> {
  await until(`the call to be ${why} in the list of ${who.name}`, async () => {
    const line = (await ask(who.window, 'calls.list')).find((one) => one.id === id);
    if (line?.why === why) return true;
    throw new Error(`it is ${JSON.stringify(line)}`);
  });
}
