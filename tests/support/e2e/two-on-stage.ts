import { afterAll, beforeAll, describe } from 'vitest';
import type { SiteUse } from '../../../lib/core/webchat';
import { browserMissing } from '../browser/missing';
import { ask } from './bus';
import { type Actor, castActor, introduce } from './cast';

/** What two people meet in: a server of the lab. */
type Place = { readonly url: string; destroy(): Promise<void> };

/** Alice in Chromium, Bob in Firefox, and the lab between them. */
export type TwoOnStage<L> = { readonly lab: L; readonly alice: Actor; readonly bob: Actor };

type Setting<L> = {
  /** What is not on this machine, in words. */
  readonly missing: string | undefined;
  readonly start: () => Promise<L>;
  /** What both have granted the lab's page for; mail, where it is left out. */
  readonly use?: SiteUse;
  /** Whether each has verified the other's certificate. */
  readonly acquainted: boolean;
  readonly patience?: number;
};

/** Runs a set of tests on it; where something is missing, every test is skipped with the reason in its name. */
export function describeForTwo<L extends Place>(
  title: string,
  { missing, start, use, acquainted, patience = 120_000 }: Setting<L>,
  tests: (stage: () => TwoOnStage<L>) => void,
): void {
  const absent = missing ?? browserMissing();
  describe.skipIf(absent !== undefined)(absent === undefined ? title : `${title} (skipped: ${absent})`, () => {
    const parts: { lab?: L; alice?: Actor; bob?: Actor } = {};
    beforeAll(async () => {
      parts.lab = await start();
      parts.alice = await castFor('chromium', 'alice', parts.lab, use);
      parts.bob = await castFor('firefox', 'bob', parts.lab, use);
      if (!acquainted) return;
      await introduce(parts.alice, parts.bob);
      await introduce(parts.bob, parts.alice);
    }, patience);
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

/** Somebody with a vault and a key, who has granted the page. */
async function castFor(kind: Actor['kind'], user: Actor['user'], lab: Place, use: SiteUse | undefined): Promise<Actor> {
  const actor = await castActor(kind, user, lab);
  if (use !== undefined)
    await ask(actor.window, 'sites.setUse', { origin: lab.url as never, uses: [use], mode: 'sealed' });
  return actor;
}
