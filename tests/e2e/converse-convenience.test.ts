import type { Page } from 'puppeteer-core';
import { afterEach, expect, it } from 'vitest';
import { textOf } from '../support/browser/elements';
import { ask } from '../support/e2e/bus';
import { type Actor, PASSPHRASE } from '../support/e2e/cast';
import { boxOf, choose, seesSealed, sendSealed } from '../support/e2e/chat-frames';
import { canary } from '../support/lab/leaks';
import { until } from '../support/wait';
import { connected, openChat, sees, writePlainly } from '../support/xmpp-lab/converse';
import type { ConverseVisit, XmppLab } from '../support/xmpp-lab/lab';
import { describeInConverse, enterChat } from '../support/xmpp-lab/stage';

// One of them chose convenience: there is the page's own box, and the page can read. The server cannot.

const use = (who: Actor, lab: XmppLab, mode: 'sealed' | 'convenience') =>
  ask(who.window, 'sites.setUse', { origin: lab.url as never, uses: ['chat'], mode });

/** Who reads is chosen in our box, which is there in the sealed mode alone. */
async function enterConveniently(who: Actor, lab: XmppLab, other: Actor, visit: ConverseVisit = {}): Promise<Page> {
  await use(who, lab, 'sealed');
  const before = await enterChat(who, lab, other.user, visit);
  await choose(await boxOf(who, before), other.fingerprint);
  await before.close();
  await use(who, lab, 'convenience');
  return enterChat(who, lab, other.user, visit);
}

describeInConverse('convenience in Converse.js', (stage) => {
  afterEach(async () => {
    const { lab, alice, bob } = stage();
    for (const who of [alice, bob]) await use(who, lab, 'sealed');
  });

  it.each([
    { user: 'alice', peer: 'bob', bosh: false },
    { user: 'bob', peer: 'alice', bosh: true },
  ] as const)(
    '[req 35] seals on the wire what is written in the page’s own box, and the page shows what comes: $user, bosh $bosh',
    async ({ user, peer, bosh }) => {
      const { lab, [user]: who, [peer]: other } = stage();
      const page = await enterConveniently(who, lab, other, { bosh });
      const theirPage = await enterChat(other, lab, user, { bosh });
      const theirBox = await boxOf(other, theirPage);
      await choose(theirBox, who.fingerprint);
      const [mine, theirs] = [canary('mine'), canary('theirs')];
      await writePlainly(page, mine);
      await seesSealed(other, theirPage, mine);
      await sendSealed(theirBox, theirs);
      await sees(page, theirs);
      expect(await who.framesOf(page, 'chat-box.html')).toEqual([]);
      await who.screenshot(page, 'converse-convenience');

      await page.reload();
      await connected(page);
      await openChat(page, peer);
      await sees(page, mine);
      await sees(page, theirs);
      expect(lab.search([mine, theirs])).toEqual([]);
      await page.close();
      await theirPage.close();
    },
  );

  it.each([
    { user: 'alice', peer: 'bob' },
    { user: 'bob', peer: 'alice' },
  ] as const)(
    '[req 30] lets nothing go in clear that cannot be sealed, and says so in the bar: $user',
    async ({ user, peer }) => {
      const { lab, [user]: who, [peer]: other } = stage();
      const page = await enterConveniently(who, lab, other);
      const barSays = (words: RegExp) =>
        until(`the bar to say ${String(words)}`, async () => {
          const said = await textOf(await who.frameOf(page, 'bar.html'), 'bar-status');
          if (!words.test(said)) throw new Error(`it says: ${said}`);
          return true;
        });
      const [lost, sealed] = [canary('lost'), canary('sealed')];
      await ask(who.window, 'vault.lock');
      await barSays(/^Your keys are locked\./);
      await writePlainly(page, lost);
      await barSays(/your last message here was not sent/);
      await who.screenshot(page, 'converse-convenience-locked');

      await ask(who.window, 'vault.unlock', { passphrase: PASSPHRASE });
      await barSays(/^Your last message here was not sent/);
      await writePlainly(page, sealed);
      await barSays(/^Ready/);
      // The second came after the first, and is there.
      const theirPage = await enterChat(other, lab, user);
      await choose(await boxOf(other, theirPage), who.fingerprint);
      await seesSealed(other, theirPage, sealed);
      expect(lab.search([lost, sealed])).toEqual([]);
      await page.close();
      await theirPage.close();
    },
  );
});
