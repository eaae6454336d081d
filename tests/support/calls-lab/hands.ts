import type { Page } from 'puppeteer-core';
import type { Person } from '../browser/person';
import { until } from '../wait';
import type { Counts, LabPage } from './pages/media';

// What tests do with the pages of calls. `lab` is the page's own; nothing of Sotto is asked.

type WithLab = { readonly lab: LabPage };

export const stateOf = (page: Page): Promise<string> =>
  page.evaluate(() => (globalThis as unknown as WithLab).lab.state());

export const stands = (page: Page, state: string, within = 30_000): Promise<unknown> =>
  until(
    `the page to be ${state}`,
    async () => {
      const now = await stateOf(page);
      if (now !== state) throw new Error(`it is ${now}`);
      return true;
    },
    { within },
  );

export const act = (page: Page, what: string, about?: string): Promise<void> =>
  page.evaluate((name, more) => (globalThis as unknown as WithLab).lab.act(name, more), what, about);

export const say = (page: Page, text: string): Promise<void> =>
  page.evaluate((words) => (globalThis as unknown as WithLab).lab.say(words), text);

export const hears = (page: Page, text: string, within = 15_000): Promise<unknown> =>
  until(
    `“${text}” to arrive`,
    async () => {
      const heard = await heardBy(page);
      if (!heard.includes(text)) throw new Error(`it heard ${JSON.stringify(heard)}`);
      return true;
    },
    { within },
  );

export const heardBy = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as WithLab).lab.heard());

export const countsOf = (page: Page): Promise<Counts> =>
  page.evaluate(() => (globalThis as unknown as WithLab).lab.counts());

export const pictureOf = (page: Page, name: string): Promise<readonly number[] | undefined> =>
  page.evaluate((of) => (globalThis as unknown as WithLab).lab.picture(of), name);

/** Looks over which a portrait is taken: the fake camera of Chromium moves, and repeats itself within them. */
const LOOKS = 16;

/** What stays of a picture that moves: the mean of many looks. Two portraits of one camera are alike at any time. */
export async function portraitOf(page: Page, name: string): Promise<readonly number[]> {
  const looks: (readonly number[])[] = [];
  await until(
    `${LOOKS} pictures of ${name}`,
    async () => {
      const look = await pictureOf(page, name);
      if (look !== undefined) looks.push(look);
      return looks.length >= LOOKS;
    },
    { within: 20_000, every: 130 },
  );
  return (looks[0] ?? []).map((_, at) => looks.reduce((sum, look) => sum + (look[at] ?? 0), 0) / looks.length);
}

export async function openCall(person: Pick<Person, 'openPage'>, address: string): Promise<Page> {
  const page = await person.openPage(address);
  await page.bringToFront();
  return page;
}

/** Waits until this many more frames were decoded than are now, and as much sound as belongs to a second of them. */
export async function flows(page: Page, frames = 30, within = 30_000): Promise<void> {
  const before = await countsOf(page);
  await until(
    `${frames} more frames to be decoded`,
    async () => {
      const now = await countsOf(page);
      const decoded = now.framesDecoded - before.framesDecoded;
      const samples = now.audioSamples - before.audioSamples;
      if (decoded < frames || samples < 24_000) throw new Error(`${decoded} frames and ${samples} samples came`);
      return true;
    },
    { within, every: 200 },
  );
}
