import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { countsOf } from './hands';

/** How long a call is watched: 60 s where `SOTTO_LONG` is set. */
export const WATCH_MS = process.env['SOTTO_LONG'] === undefined ? 8_000 : 60_000;

/** In a minute; in a short look at a busy machine a decoder that waits once weighs more. */
const LEAST = WATCH_MS >= 60_000 ? 0.98 : 0.85;

/** Frames that have come and wait for their turn when the counts are taken: a fifth of a second. */
const WAITING = 5;

export type Watched = {
  /** Frames of all others that were decoded. */
  readonly decoded: number;
  /** Left out by a decoder that is too slow on this machine: they were opened before. */
  readonly dropped: number;
  /** Whole frames that came; what is refused after that, or comes too late for its place, is not decoded. */
  readonly received: number;
  /** Frames that the others sent meanwhile. */
  readonly sent: number;
  /** Sound that was decoded and not made up, in seconds. */
  readonly sound: number;
};

/**
 * So much of what comes is decoded (98 % in a minute). Of what was sent a part is still on its way, and on a busy machine the browsers
 * leave out more: there the same call in clear does no better.
 */
export function expectWhole({ decoded, dropped, received, sent, sound }: Watched): void {
  expect(decoded).toBeGreaterThan(30);
  expect((decoded + dropped + WAITING) / received).toBeGreaterThanOrEqual(LEAST);
  expect(decoded / sent).toBeGreaterThan(0.6);
  expect(sound).toBeGreaterThan(WATCH_MS / 2_000);
}

/** What comes out at `page` of what `others` send, over a span of time: the span itself is what is measured. */
export async function watch(page: Page, others: readonly Page[], span = WATCH_MS): Promise<Watched> {
  const look = async () => {
    const [mine, ...theirs] = await Promise.all([page, ...others].map(countsOf));
    return {
      decoded: mine?.framesDecoded ?? 0,
      dropped: mine?.framesDropped ?? 0,
      received: mine?.framesReceived ?? 0,
      samples: mine?.audioSamples ?? 0,
      sent: theirs.reduce((sum, { framesSent }) => sum + framesSent, 0),
    };
  };
  const before = await look();
  await pause(span);
  const after = await look();
  return {
    decoded: after.decoded - before.decoded,
    dropped: after.dropped - before.dropped,
    received: after.received - before.received,
    sent: after.sent - before.sent,
    sound: (after.samples - before.samples) / 48_000,
  };
}
