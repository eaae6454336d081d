import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../support/browser/launch';
import { browserMissing } from '../support/browser/missing';
import type { Person } from '../support/browser/person';
import type { ChatsLab } from '../support/chats-lab/chats-lab';
import { sayInPage, seenInPage } from '../support/chats-lab/hands';
import { CHATS_LABS } from '../support/chats-lab/labs';
import { canary, searchFolder } from '../support/lab/leaks';
import { makeProbe } from '../support/probe-extension';

// The labs themselves, without Sotto: what a chat keeps when nothing protects, so that the search is seen to find it.

for (const { name, missing, start } of CHATS_LABS) {
  const absent = missing() ?? browserMissing();
  describe.skipIf(absent !== undefined)(absent === undefined ? name : `${name} (skipped: ${absent})`, () => {
    let lab: ChatsLab;
    let alice: Person;
    let bob: Person;
    const probe = makeProbe();
    beforeAll(async () => {
      lab = await start();
      [alice, bob] = await Promise.all([
        launch('chromium', { name: 'alice', extension: probe.folderFor('chromium') }),
        launch('firefox', { name: 'bob', extension: probe.folderFor('firefox') }),
      ]);
    }, 90_000);
    afterAll(async () => {
      await Promise.allSettled([alice?.close(), bob?.close()]);
      await lab?.destroy();
      probe.remove();
    }, 60_000);

    it('carries words both ways, shows them again after a reload, and keeps them where the search finds them', async () => {
      const hers = await alice.browser.newPage();
      const his = await bob.browser.newPage();
      await lab.enter(hers, 'alice');
      await lab.enter(his, 'bob');
      const [first, second] = [canary('first'), canary('second')];
      await sayInPage(hers, first);
      await seenInPage(his, first);
      await sayInPage(his, second);
      await seenInPage(hers, second);
      await lab.enter(hers, 'alice');
      await seenInPage(hers, first);
      const found = new Set(searchFolder(lab.stateDir, [first, second]).map(({ word }) => word));
      expect(found).toEqual(new Set([first, second]));
    });
  });
}
