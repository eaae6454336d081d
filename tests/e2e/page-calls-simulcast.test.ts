import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { castCallers, isStatus } from '../support/calls-lab/callers';
import { hearCounts } from '../support/calls-lab/frame-counts';
import { act, countsOf, flows, openCall } from '../support/calls-lab/hands';
import { type Janus, janusMissing, ROOMS, startJanus } from '../support/calls-lab/janus';
import { unevenness } from '../support/calls-lab/noise';
import { type CallPageServer, startCallPages } from '../support/calls-lab/page-server';
import { readRecording, sentSince } from '../support/calls-lab/recording';
import { sealTogether } from '../support/calls-lab/room-talk';
import { shapesOf } from '../support/calls-lab/sealed-shape';
import { type ChatRelay, openChatRelay, type Talker } from '../support/e2e/talkers';
import { until } from '../support/wait';

// Pictures in three layers, of which a server passes on the one that it is asked for.

const missing = browserMissing() ?? janusMissing();
const title = 'a sealed call in layers through a room of Janus';

/** As pages/room.ts has them, by their number at Janus. */
const WIDTHS = [240, 480, 960] as const;

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let relay: ChatRelay;
  let pages: CallPageServer;
  let janus: Janus;
  let anna: Talker;
  let bert: Talker;
  beforeAll(async () => {
    [relay, pages, janus] = await Promise.all([openChatRelay(), startCallPages(), startJanus()]);
    const cast = [
      ['chromium', 'anna'],
      ['firefox', 'bert'],
    ] as const;
    [anna, bert] = (await castCallers(cast, relay, pages)) as [Talker, Talker];
  }, 180_000);
  afterAll(async () => {
    await Promise.allSettled([anna?.close(), bert?.close()]);
    await Promise.allSettled([relay?.destroy(), pages?.close(), janus?.stop()]);
  }, 60_000);

  it('[req 39] opens each layer that is asked for, refuses nothing, and leaves Janus no clear frame', async () => {
    const address = (name: string) =>
      pages.pageOf('room', { janus: janus.url, room: String(ROOMS.recorded), name, simulcast: '1' });
    const annas = await openCall(anna, address('anna'));
    const berts = await openCall(bert, address('bert'));
    await sealTogether([
      { who: anna, page: annas },
      { who: bert, page: berts },
    ]);
    const counts = await Promise.all([hearCounts(anna, annas), hearCounts(bert, berts)]);
    const since = Date.now();
    for (const page of [annas, berts]) await sendsAll(page);
    for (const layer of [0, 2, 1] as const) await Promise.all([annas, berts].map((page) => showsLayer(page, layer)));
    for (const [who, page] of [
      [anna, annas],
      [bert, berts],
    ] as const)
      await isStatus(who, page, 'sealed');
    const told = await Promise.all(counts.map((read) => read()));
    console.info(told, await countsOf(annas), await countsOf(berts));
    for (const { opened, refused } of told) {
      expect(opened).toBeGreaterThan(100);
      expect(refused).toBe(0);
    }
    for (const path of janus.recordings()) {
      const recording = sentSince(readRecording(path), since);
      const { sealed, other, noise } = shapesOf(recording);
      console.info(recording.kind, sealed, other);
      expect(other).toBe(0);
      expect(sealed).toBeGreaterThan(20);
      expect(unevenness(noise)).toBeLessThan(6);
    }
  });

  /** All three layers go out. */
  const sendsAll = async (page: Page): Promise<void> => {
    const { layers } = await countsOf(page);
    await until(
      'three layers to be sent',
      async () => {
        const { layers: now } = await countsOf(page);
        const grew = Object.entries(now).filter(([rid, sent]) => sent > (layers[rid] ?? 0) + 10);
        if (grew.length < 3) throw new Error(JSON.stringify(now));
        return true;
      },
      { within: 60_000, every: 200 },
    );
  };

  const showsLayer = async (page: Page, layer: 0 | 1 | 2): Promise<void> => {
    await act(page, 'layer', String(layer));
    await until(
      `pictures of ${WIDTHS[layer]} pixels`,
      async () => {
        const { widths, framesDecoded } = await countsOf(page);
        if (!widths.includes(WIDTHS[layer])) throw new Error(`they are of ${widths.join()}, ${framesDecoded} decoded`);
        return true;
      },
      { within: 60_000, every: 200 },
    );
    await flows(page, 15);
  };
});
