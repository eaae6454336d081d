import { mkdirSync, rmSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import type { Person } from '../../tests/support/browser/person';

export const SHOTS = '.tour';

/** Prints each step with the time it took, and takes pictures, numbered in the order they were taken. */
export function makeNarrator() {
  rmSync(SHOTS, { recursive: true, force: true });
  mkdirSync(SHOTS, { recursive: true });
  const began = performance.now();
  let step = 0;
  let picture = 0;
  return {
    async step<T>(what: string, run: () => Promise<T>): Promise<T> {
      step += 1;
      const start = performance.now();
      try {
        const result = await run();
        console.log(`${String(step).padStart(2)}  ${what.padEnd(72)} ${seconds(performance.now() - start)}`);
        return result;
      } catch (error) {
        console.log(`${String(step).padStart(2)}  ${what.padEnd(72)} did not work`);
        throw error;
      }
    },
    async picture(person: Person, page: Page, name: string): Promise<void> {
      picture += 1;
      await person.screenshot(page, `${String(picture).padStart(2, '0')}-${name}`);
    },
    total: () => seconds(performance.now() - began),
  };
}

export type Narrator = ReturnType<typeof makeNarrator>;

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1).padStart(5)} s`;
