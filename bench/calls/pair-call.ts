import type { Browser, Page } from 'puppeteer-core';
import type { Person } from '../../tests/support/browser/person';
import { flows, openCall } from '../../tests/support/calls-lab/hands';
import { watch } from '../../tests/support/calls-lab/measure';
import type { CallPageServer } from '../../tests/support/calls-lab/page-server';
import { coresOf } from '../support/cpu';
import { launchPlain } from '../support/plain-browser';
import { FIREFOX_CALLS } from './camera';

export type Two<T> = readonly [T, T];
export type Caller = Pick<Person, 'openPage' | 'close'> & { readonly browser: Browser };

/** Of each of the two browsers. */
export type Look = {
  readonly cores: readonly number[];
  /** Pictures of the other that were decoded in a second. */
  readonly pictures: readonly number[];
  /** Cores that were busy with anything: both browsers, the tests, and what else runs here. */
  readonly machine: readonly [number];
};

/** Pictures that come before anything is measured: in the first seconds browsers send more and more of them. */
const FIRST_PICTURES = 300;

/** Two without Sotto. */
export const launchTwo = async (kind: Person['kind']): Promise<Two<Caller>> => [
  await launchOne(kind),
  await launchOne(kind),
];

async function launchOne(kind: Person['kind']): Promise<Caller> {
  const { browser, close } = await launchPlain(kind, FIREFOX_CALLS);
  const openPage = async (url: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return page;
  };
  return { browser, openPage, close };
}

/** A call of VP8 and Opus, both ways, that has found its pace. */
export async function beginCall(callers: Two<Caller>, pages: CallPageServer, name: string): Promise<Two<Page>> {
  const signals = pages.signalsOf(name);
  const first = await openCall(callers[0], pages.pageOf('pair', { signals }));
  const second = await openCall(callers[1], pages.pageOf('pair', { signals, polite: '1' }));
  await Promise.all([first, second].map((page) => flows(page, FIRST_PICTURES, 90_000)));
  return [first, second];
}

/** @param span milliseconds that are looked at */
export async function lookAt(callers: Two<Caller>, [first, second]: Two<Page>, span: number): Promise<Look> {
  const pids = callers.map(({ browser }) => browser.process()?.pid ?? Number.NaN);
  const [cores, ...watched] = await Promise.all([
    coresOf(pids, span),
    watch(first, [second], span),
    watch(second, [first], span),
  ]);
  return { cores: cores.each, machine: [cores.all], pictures: watched.map(({ decoded }) => (decoded * 1_000) / span) };
}
