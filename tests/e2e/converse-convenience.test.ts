import { expect, it } from 'vitest';
import { ask } from '../support/e2e/bus';
import { boxOf, choose, seesSealed, sendSealed } from '../support/e2e/chat-frames';
import { canary } from '../support/lab/leaks';
import { connected, openChat, sees, writePlainly } from '../support/xmpp-lab/converse';
import { describeInConverse, enterChat } from '../support/xmpp-lab/stage';

// Alice chose convenience: she writes in the page's own box, and the page can read. The server cannot.

describeInConverse('convenience in Converse.js', (stage) => {
  it.each([{ bosh: false }, { bosh: true }])(
    '[req 35] seals on the wire what is written in the page’s own box, and the page shows what comes: bosh $bosh',
    async (visit) => {
      const { lab, alice, bob } = stage();
      const origin = lab.url as never;
      // Who reads is chosen in our box, which is there in the sealed mode alone.
      await ask(alice.window, 'sites.setUse', { origin, use: 'chat', mode: 'sealed' });
      const before = await enterChat(alice, lab, 'bob', visit);
      await choose(await boxOf(alice, before), bob.fingerprint);
      await before.close();
      await ask(alice.window, 'sites.setUse', { origin, use: 'chat', mode: 'convenience' });

      const alicePage = await enterChat(alice, lab, 'bob', visit);
      const bobPage = await enterChat(bob, lab, 'alice', visit);
      const bobBox = await boxOf(bob, bobPage);
      await choose(bobBox, alice.fingerprint);
      const [mine, theirs] = [canary('alice'), canary('bob')];
      await writePlainly(alicePage, mine);
      await seesSealed(bob, bobPage, mine);
      await sendSealed(bobBox, theirs);
      await sees(alicePage, theirs);
      expect(await alice.framesOf(alicePage, 'chat-box.html')).toEqual([]);
      await alice.screenshot(alicePage, 'converse-convenience');

      await alicePage.reload();
      await connected(alicePage);
      await openChat(alicePage, 'bob');
      await sees(alicePage, mine);
      await sees(alicePage, theirs);
      expect(lab.search([mine, theirs])).toEqual([]);
      await alicePage.close();
      await bobPage.close();
    },
  );
});
