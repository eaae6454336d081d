import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { castCallers, isStatus, tabOf, viewOf } from '../support/calls-lab/callers';
import { countsOf, flows, openCall } from '../support/calls-lab/hands';
import { type Janus, janusMissing, ROOMS, startJanus } from '../support/calls-lab/janus';
import { expectWhole, watch } from '../support/calls-lab/measure';
import { type CallPageServer, startCallPages } from '../support/calls-lab/page-server';
import { type Caller, sealTogether } from '../support/calls-lab/room-talk';
import { ask } from '../support/e2e/bus';
import { type ChatRelay, openChatRelay, type Talker } from '../support/e2e/talkers';
import { until } from '../support/wait';

const missing = browserMissing() ?? janusMissing();
const title = 'a sealed call of three people through a room of Janus';

/** After so long who left opens nothing any more (docs/media.md, 2.2). */
const OVER_MS = 2_000;

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let relay: ChatRelay;
  let pages: CallPageServer;
  let janus: Janus;
  let everybody: readonly [Caller, Caller, Caller];
  beforeAll(async () => {
    [relay, pages, janus] = await Promise.all([openChatRelay(), startCallPages(), startJanus()]);
    const cast = [
      ['chromium', 'anna'],
      ['firefox', 'bert'],
      ['chromium', 'carl'],
    ] as const;
    const people = await castCallers(cast, relay, pages);
    const enter = async (who: Talker | undefined): Promise<Caller> => {
      if (who === undefined) throw new Error('somebody was not cast');
      const room = { janus: janus.url, room: String(ROOMS.plain), name: who.name };
      return { who, page: await openCall(who, pages.pageOf('room', room)) };
    };
    everybody = [await enter(people[0]), await enter(people[1]), await enter(people[2])];
  }, 240_000);
  afterAll(async () => {
    await Promise.allSettled((everybody ?? []).map(({ who }) => who.close()));
    await Promise.allSettled([relay?.destroy(), pages?.close(), janus?.stop()]);
  }, 60_000);

  const othersOf = (page: Page): readonly Page[] => everybody.map((one) => one.page).filter((one) => one !== page);

  it('[req 39] carries everybody to everybody, under words for each two', async () => {
    await sealTogether(everybody);
    for (const { page } of everybody) {
      const watched = await watch(page, othersOf(page));
      console.info(watched);
      expectWhole(watched);
    }
    const words = await Promise.all(
      everybody.map(async ({ who, page }) => {
        const { members } = await viewOf(who, page);
        return members.map((member) => (member.words.state === 'ready' ? member.words.characters : ''));
      }),
    );
    // Each two have the same, which nobody else has.
    const all = words.flat();
    expect(all.filter((one) => one.length === 4)).toHaveLength(6);
    expect(new Set(all).size).toBe(3);
  });

  it('[req 39] goes on for the others when one leaves, who opens nothing more', async () => {
    const [anna, bert, carl] = everybody;
    const hasLeft = async ({ who, page }: Caller) =>
      (await viewOf(who, page)).members.some(({ state }) => state === 'left');
    await ask(carl.who.window, 'pageCall.end', { tabId: await tabOf(carl.who, carl.page) });
    await until('the others to know', async () => (await hasLeft(anna)) && (await hasLeft(bert)));
    await pause(OVER_MS);
    const [before, sent] = await Promise.all([countsOf(carl.page), countsOf(anna.page)]);
    await Promise.all([flows(anna.page), flows(bert.page)]);
    await Promise.all([isStatus(anna.who, anna.page, 'sealed'), isStatus(bert.who, bert.page, 'sealed')]);
    const [after, sentSince] = await Promise.all([countsOf(carl.page), countsOf(anna.page)]);
    expect(sentSince.framesSent - sent.framesSent).toBeGreaterThan(20);
    expect(after.framesDecoded - before.framesDecoded).toBe(0);
    expect(after.audioSamples - before.audioSamples).toBe(0);
    expect(after.videoPacketsSent - before.videoPacketsSent).toBe(0);
    expect(after.audioPacketsSent - before.audioPacketsSent).toBe(0);
  });
});
