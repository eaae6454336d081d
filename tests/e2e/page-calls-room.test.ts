import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../support/browser/launch';
import { browserMissing } from '../support/browser/missing';
import type { Person } from '../support/browser/person';
import { barSays, castCallers } from '../support/calls-lab/callers';
import { decodeIn } from '../support/calls-lab/decode';
import { countsOf, openCall, pictureOf, portraitOf } from '../support/calls-lab/hands';
import { type Janus, janusMissing, ROOMS, startJanus } from '../support/calls-lab/janus';
import { expectWhole, watch } from '../support/calls-lab/measure';
import { unevenness } from '../support/calls-lab/noise';
import { type CallPageServer, startCallPages } from '../support/calls-lab/page-server';
import { correlation } from '../support/calls-lab/pictures';
import { readRecording, sentSince } from '../support/calls-lab/recording';
import { sealTogether } from '../support/calls-lab/room-talk';
import { type ChatRelay, openChatRelay, type Talker } from '../support/e2e/talkers';
import { makeProbe } from '../support/probe-extension';
import { until } from '../support/wait';

// A call through a server that records everything, and with somebody in the room who has no key.

const missing = browserMissing() ?? janusMissing();
const title = 'a sealed call through a room of Janus';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let relay: ChatRelay;
  let pages: CallPageServer;
  let anna: Talker;
  let bert: Talker;
  const probe = makeProbe();
  beforeAll(async () => {
    [relay, pages] = await Promise.all([openChatRelay(), startCallPages()]);
    const cast = [
      ['chromium', 'anna'],
      ['firefox', 'bert'],
    ] as const;
    [anna, bert] = (await castCallers(cast, relay, pages)) as [Talker, Talker];
  }, 180_000);
  afterAll(async () => {
    await Promise.allSettled([anna?.close(), bert?.close()]);
    await Promise.allSettled([relay?.destroy(), pages?.close()]);
    probe.remove();
  }, 60_000);

  for (const codec of ['VP8', 'VP9'] as const) {
    it(`[req 39] carries ${codec} between two browsers, while the recording holds no picture and somebody without a key sees none`, async () => {
      const janus: Janus = await startJanus();
      let eve: Person | undefined;
      try {
        const address = (name: string, more: Record<string, string> = {}) =>
          pages.pageOf('room', { janus: janus.url, room: String(ROOMS.recorded), name, codec, ...more });
        const annas = await openCall(anna, address('anna'));
        const berts = await openCall(bert, address('bert'));
        await sealTogether([
          { who: anna, page: annas },
          { who: bert, page: berts },
        ]);
        await barSays(bert, berts, /Sealed, words not compared/);
        const since = Date.now();
        eve = await launch('chromium', { name: 'eve', extension: probe.folderFor('chromium') });
        const eves = await openCall(eve, address('eve', { silent: '1' }));
        const [atAnna, atBert] = await Promise.all([watch(annas, [berts]), watch(berts, [annas])]);
        console.info(codec, atAnna, atBert);
        for (const one of [atAnna, atBert]) expectWhole(one);

        const portrait = await portraitOf(annas, 'local');
        expect(correlation(portrait, await portraitOf(berts, 'anna'))).toBeGreaterThan(0.8);
        await seesNothing(eves, portrait);
        // What Janus wrote since the keys were there.
        const sealed = await until('the recording to grow', () => {
          const all = janus.recordings().map((path) => sentSince(readRecording(path), since));
          return all.length >= 4 && all.every(({ frames }) => frames.length > 100) && all;
        });
        for (const recording of sealed) {
          // The constant octets of docs/media.md, 1.1, and the SFrame header are no noise, and are the same everywhere.
          const noise = Buffer.concat(recording.frames.map((frame) => frame.subarray(15)));
          expect(unevenness(noise)).toBeLessThan(6);
          if (recording.kind === 'audio') continue;
          const { portrait: seen } = await decodeIn(eves, recording);
          expect(Math.abs(seen === undefined ? 0 : correlation(portrait, seen))).toBeLessThan(0.1);
        }
        await Promise.all([annas.close(), berts.close()]);
      } finally {
        await eve?.close();
        await janus.stop();
      }
    });
  }

  /** Media come to her, and what her decoder makes of them has nothing of the camera. */
  async function seesNothing(eves: Page, portrait: readonly number[]): Promise<void> {
    const { videoPacketsReceived } = await countsOf(eves);
    expect(videoPacketsReceived).toBeGreaterThan(100);
    if ((await pictureOf(eves, 'anna')) === undefined) return;
    expect(Math.abs(correlation(portrait, await portraitOf(eves, 'anna')))).toBeLessThan(0.1);
  }
});
