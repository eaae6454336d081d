import { afterAll, beforeAll, describe } from 'vitest';
import { browserMissing } from '../browser/missing';
import { type Lab, type LabOptions, labMissing, startLab } from '../lab/lab';
import { type Actor, castActor, introduce } from './cast';

/** Alice in Chromium, Bob in Firefox, one real webmail between them; each has verified the other. */
export type Stage = { lab: Lab; alice: Actor; bob: Actor };

/** Runs a set of tests on a stage; where something is missing, every test is skipped with the reason in its name. */
export function describeOnStage(title: string, tests: (stage: () => Stage) => void, options: LabOptions = {}): void {
  const missing = labMissing() ?? browserMissing();
  describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
    const parts: Partial<Stage> = {};
    beforeAll(async () => {
      parts.lab = await startLab(options);
      parts.alice = await castActor('chromium', 'alice', parts.lab);
      parts.bob = await castActor('firefox', 'bob', parts.lab);
      await introduce(parts.alice, parts.bob);
      await introduce(parts.bob, parts.alice);
    }, 120_000);
    afterAll(async () => {
      await Promise.allSettled([parts.alice?.close(), parts.bob?.close()]);
      await parts.lab?.destroy();
    }, 60_000);
    tests(() => {
      const { lab, alice, bob } = parts;
      if (lab === undefined || alice === undefined || bob === undefined) throw new Error('the stage is not set');
      return { lab, alice, bob };
    });
  });
}
