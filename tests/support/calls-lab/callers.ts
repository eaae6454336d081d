import type { Page } from 'puppeteer-core';
import type { CallId, PageCallView } from '../../../lib/core/calls';
import { press } from '../browser/elements';
import { pressNamed, seeWords } from '../browser/named';
import type { Person } from '../browser/person';
import { ask } from '../e2e/bus';
import { grantSite } from '../e2e/cast';
import { type ChatRelay, castTalker, meet, type Talker } from '../e2e/talkers';
import { until } from '../wait';

/** As `castTalker` names the keys of its people. */
const nameOf = (who: Pick<Talker, 'name'>): string => `${who.name[0]?.toUpperCase()}${who.name.slice(1)} Lab`;

/** People with open channels, each with everybody, who have granted the pages for calls. */
export async function castCallers(
  people: ReadonlyArray<readonly [Person['kind'], string]>,
  relay: ChatRelay,
  pages: { readonly url: string },
): Promise<readonly Talker[]> {
  const cast: Talker[] = [];
  for (const [kind, name] of people) {
    const talker = await castTalker(kind, name, relay);
    await grantSite(kind, talker.window, pages);
    await ask(talker.window, 'sites.setUse', { origin: pages.url as never, uses: ['call'], mode: 'sealed' });
    for (const other of cast) await meet(other, talker);
    cast.push(talker);
  }
  return cast;
}

/** Number of the tab that a page stands in, as the extension knows it. */
export const tabOf = (who: Pick<Talker, 'window'>, page: Page): Promise<number> =>
  until('the tab of the page', () =>
    who.window.evaluate(async (url) => {
      type Tabs = { query(about: object): Promise<ReadonlyArray<{ id?: number; url?: string }>> };
      const api = globalThis as unknown as Record<string, { readonly tabs: Tabs } | undefined>;
      const tabs = (await (api['browser'] ?? api['chrome'])?.tabs.query({})) ?? [];
      return tabs.find((tab) => tab.url === url)?.id;
    }, page.url()),
  );

/** What our popup would show of the call in this page. */
export const viewOf = async (who: Pick<Talker, 'window'>, page: Page): Promise<PageCallView> =>
  ask(who.window, 'pageCall.view', { tabId: await tabOf(who, page) });

/** What the popup does after the person chose these people; for tests of something else than the popup. */
export async function protectWith(who: Talker, page: Page, others: readonly Talker[]): Promise<CallId> {
  const { choices, origin } = await viewOf(who, page);
  const wanted = new Set(others.map(({ fingerprint }) => fingerprint));
  const conversations = choices.filter((one) => wanted.has(one.fingerprint)).map(({ conversation }) => conversation);
  await ask(who.window, 'pageCall.protect', { tabId: await tabOf(who, page), origin, conversations });
  return until('the protected call', async () => (await viewOf(who, page)).call);
}

export async function joinCall(who: Talker, page: Page, call: CallId): Promise<void> {
  await invitationFor(who, page, call);
  await ask(who.window, 'pageCall.join', { tabId: await tabOf(who, page), call });
}

/** That of this call, or any. */
const invitationFor = (who: Talker, page: Page, call?: CallId) =>
  until(
    'the invitation',
    async () => (await viewOf(who, page)).invitations.some((one) => call === undefined || one.call === call),
    { within: 60_000, every: 200 },
  );

/** In our popup for the page: these people are chosen, and it is pressed. */
export async function protectInPopup(who: Talker, page: Page, others: readonly Talker[]): Promise<void> {
  const popup = await who.openPopupFor(page);
  await seeWords(popup, /Protect this call/, 30_000);
  for (const other of others) await pressNamed(popup, nameOf(other));
  await pressUntil(popup, 'page-call-protect', /Asked, has not answered|Waiting for key|Sealed/);
  await closeOwn(popup);
  await page.bringToFront();
}

/** In the other's popup: they say yes. */
export async function joinInPopup(who: Talker, page: Page): Promise<void> {
  await invitationFor(who, page);
  const popup = await who.openPopupFor(page);
  await pressUntil(popup, 'page-call-join', /Waiting for key|Sealed/);
  await closeOwn(popup);
  await page.bringToFront();
}

/** What was drawn late moves what stands below it away from under the hand, which then presses again. */
const pressUntil = (popup: Page, testId: string, words: RegExp): Promise<string> =>
  until(
    `${testId} to be pressed`,
    async () => {
      await press(popup, testId, 2_000).catch(() => undefined);
      return seeWords(popup, words, 3_000);
    },
    { within: 30_000 },
  );

/** The real popup closes by itself when something else comes to the front. */
const closeOwn = (popup: Page): Promise<void> => popup.close().catch(() => undefined);

/** Waits until what we say of the page's call is this. */
export const isStatus = (
  who: Talker,
  page: Page,
  status: PageCallView['status'],
  within = 60_000,
): Promise<PageCallView> =>
  until(
    `the call of ${who.name} to be ${status}`,
    async () => {
      const view = await viewOf(who, page);
      if (view.status === status) return view;
      const states = view.members.map((member) => `${member.place} ${member.state} ${member.words.state}`);
      throw new Error(`it is ${view.status} (${view.code ?? 'no code'}; ${states.join(', ')}; live ${view.live})`);
    },
    { within, every: 200 },
  );

/** What our bar in the page says. */
export async function barSays(who: Talker, page: Page, words: RegExp, within = 20_000): Promise<string> {
  return seeWords(await who.frameOf(page, 'bar.html'), words, within);
}
