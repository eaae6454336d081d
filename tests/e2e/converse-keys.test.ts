import type { Frame } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { press, seeText } from '../support/browser/elements';
import { pressNamed, seeWords } from '../support/browser/named';
import type { Actor } from '../support/e2e/cast';
import { boxOf, choose, fact, openMenu, pressUntilTaken, seesSealed, sendSealed } from '../support/e2e/chat-frames';
import { canary } from '../support/lab/leaks';
import { until } from '../support/wait';
import { describeInConverse, enterChat } from '../support/xmpp-lab/stage';

// Two who never met: each puts a certificate at the own account, finds the other's there (XEP-0373, 4), and decides in
// the certificate window.

describeInConverse(
  'two strangers with Sotto in Converse.js',
  (stage) => {
    it('[req 33] find each other’s certificate at the account, decide about it, and talk', async () => {
      const { lab, alice, bob } = stage();
      const alicePage = await enterChat(alice, lab, 'bob');
      const aliceBox = await boxOf(alice, alicePage);
      await publish(aliceBox);
      expect(lab.search(['urn:xmpp:openpgp:0:public-keys'])).not.toEqual([]);

      const bobPage = await enterChat(bob, lab, 'alice');
      const bobBox = await boxOf(bob, bobPage);
      await publish(bobBox);
      await decide(bob, bobBox, /Alice Lab/);
      await choose(bobBox, alice.fingerprint);
      const word = canary('stranger');
      await sendSealed(bobBox, word);

      await decide(alice, aliceBox, /Bob Lab/);
      await choose(aliceBox, bob.fingerprint);
      await seesSealed(alice, alicePage, word);
      await sendSealed(aliceBox, `${word} back`);
      await seesSealed(bob, bobPage, `${word} back`);
      await seeText(aliceBox, 'box-status', /not verified/);
      expect(lab.search([word])).toEqual([]);
      await alicePage.close();
      await bobPage.close();
    });
  },
  { strangers: true },
);

/** Only offered once it is known that nothing stands there. */
async function publish(box: Frame): Promise<void> {
  await until(
    'the offer to publish',
    async () => {
      await openMenu(box);
      if ((await box.$('[data-testid="box-publish"]')) !== null) return true;
      await press(box, 'box-menu');
      return false;
    },
    { within: 60_000, every: 1_000 },
  );
  await pressUntilTaken(box, 'box-publish', 30_000);
  await until(
    'the certificate to be at the account',
    async () => {
      const isGone = (await box.$('[data-testid="box-publish"]')) === null;
      return isGone && (await fact(box, 'box-problem', 'code')) === undefined;
    },
    { within: 60_000 },
  );
}

async function decide(who: Actor, box: Frame, name: RegExp): Promise<void> {
  await press(box, 'box-certificate', 60_000);
  const window = await who.extensionPage('certificate.html');
  await seeWords(window, name);
  await who.screenshot(window, 'converse-certificate');
  await pressNamed(window, 'Use for now');
}
