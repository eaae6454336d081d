import { expect, it } from 'vitest';
import { fill, seeText, textOf } from '../support/browser/elements';
import {
  boxOf,
  choose,
  drawnLines,
  fact,
  pressInMenu,
  pressUntilTaken,
  seesSealed,
  sendSealed,
  wordsOf,
} from '../support/e2e/chat-frames';
import { canary, searchText } from '../support/lab/leaks';
import { until } from '../support/wait';
import { connected, openChat } from '../support/xmpp-lab/converse';
import { pageHoldings } from '../support/xmpp-lab/page-holdings';
import { describeInConverse, enterChat } from '../support/xmpp-lab/stage';

// OTR over the page's own chat: nothing of it can be read again, by anybody.

describeInConverse('without trace in Converse.js', (stage) => {
  it('[req 4] words and a secret that is compared are in memory alone: once it has ended, nobody reads them again', async () => {
    const { lab, alice, bob } = stage();
    const alicePage = await enterChat(alice, lab, 'bob');
    const bobPage = await enterChat(bob, lab, 'alice');
    const aliceBox = await boxOf(alice, alicePage);
    const bobBox = await boxOf(bob, bobPage);
    await choose(aliceBox, bob.fingerprint);
    await choose(bobBox, alice.fingerprint);
    await pressInMenu(aliceBox, 'box-no-trace');
    await pressUntilTaken(bobBox, 'box-agree', 30_000);
    for (const box of [aliceBox, bobBox])
      await until(
        'the box to be without trace',
        async () => {
          if ((await fact(box, 'box', 'way')) === 'no-trace') return true;
          throw new Error(`the box says: ${await wordsOf(box)}`);
        },
        { within: 30_000 },
      );
    const words = [canary('alice'), canary('bob')] as const;
    await sendSealed(aliceBox, words[0]);
    await seesSealed(bob, bobPage, words[0]);
    await sendSealed(bobBox, words[1]);
    await seesSealed(alice, alicePage, words[1]);
    await alice.screenshot(alicePage, 'converse-no-trace');

    await pressInMenu(aliceBox, 'box-secret');
    const [question, secret] = [canary('question'), canary('secret')];
    await fill(aliceBox, 'box-question', question);
    await fill(aliceBox, 'box-secret-text', secret);
    await pressUntilTaken(aliceBox, 'box-compare', 30_000);
    await pressUntilTaken(bobBox, 'box-answer', 30_000);
    expect(await textOf(bobBox, 'box-asked-secret')).toContain(question);
    await fill(bobBox, 'box-secret-text', secret);
    await pressUntilTaken(bobBox, 'box-compare', 30_000);
    for (const box of [aliceBox, bobBox]) {
      await seeText(box, 'box-comparison', /knows the same secret/, 60_000);
      expect(await fact(box, 'box', 'verified')).toBe('true');
      await pressUntilTaken(box, 'box-understood');
    }
    for (const page of [alicePage, bobPage]) {
      const held = searchText(new TextEncoder().encode(await pageHoldings(page)), [question, secret, ...words]);
      expect(held).toEqual([]);
    }

    await pressInMenu(aliceBox, 'box-no-trace');
    await until('the other box to have ended too', async () => {
      if ((await fact(bobBox, 'box', 'way')) !== 'no-trace') return true;
      throw new Error(`the box says: ${await wordsOf(bobBox)}`);
    });
    for (const [who, page, peer] of [
      [alice, alicePage, 'bob'],
      [bob, bobPage, 'alice'],
    ] as const) {
      await page.reload();
      await connected(page);
      await openChat(page, peer);
      await until('lines that say that they are gone', async () => {
        const lines = await drawnLines(who, page);
        const gone = lines.filter(({ kind }) => kind === 'not-opened');
        if (gone.length >= words.length && lines.every(({ kind }) => kind !== 'opening' && kind !== 'text'))
          return true;
        throw new Error(`they show: ${JSON.stringify(lines)}`);
      });
      const drawn = JSON.stringify(await drawnLines(who, page));
      for (const word of words) expect(drawn).not.toContain(word);
    }
    expect(lab.search([...words, question, secret])).toEqual([]);
    expect(lab.search(['?OTR'])).not.toEqual([]);
    await alicePage.close();
    await bobPage.close();
  });
});
