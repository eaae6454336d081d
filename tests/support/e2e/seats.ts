import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, describe } from 'vitest';
import type { Person } from '../browser/person';
import type { Lab } from '../lab/lab';
import { type Actor, CHROME_BUILD, FIREFOX_BUILD } from './cast';
import { enterWebmail } from './mail';
import { describeOnStage, type Stage } from './stage';

/** One person of the stage in the webmail, with every mailbox emptied before each test. */
export type Seat = {
  readonly kind: Person['kind'];
  /** Folder of the build that runs in this browser. */
  readonly build: string;
  /** Address of the other person. */
  readonly other: string;
  readonly me: () => Actor;
  readonly lab: () => Lab;
  readonly page: () => Page;
  /** The webmail in a new tab, in the place of the old one. */
  readonly enterAgain: () => Promise<Page>;
};

/** Runs a set of tests in the browsers of both, one after the other. */
export function describeAtBothSeats(title: string, tests: (seat: Seat) => void): void {
  describeOnStage(title, (stage) => {
    describe('in the browser of alice', () => tests(takeSeat(stage, 'alice')));
    describe('in the browser of bob', () => tests(takeSeat(stage, 'bob')));
  });
}

function takeSeat(stage: () => Stage, who: 'alice' | 'bob'): Seat {
  let page: Page | undefined;
  const me = () => stage()[who];
  const lab = () => stage().lab;
  const enterAgain = async () => {
    await page?.close();
    page = await enterWebmail(me(), lab());
    return page;
  };
  beforeAll(async () => void (await enterAgain()), 60_000);
  beforeEach(() => lab().reset());
  return {
    ...(who === 'alice'
      ? { kind: 'chromium', build: CHROME_BUILD, other: 'bob@lab.test' }
      : { kind: 'firefox', build: FIREFOX_BUILD, other: 'alice@lab.test' }),
    me,
    lab,
    enterAgain,
    page() {
      if (page === undefined) throw new Error('nobody is in the webmail');
      return page;
    },
  };
}
