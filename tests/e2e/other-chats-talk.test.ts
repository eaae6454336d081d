import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { fill, press, textOf } from '../support/browser/elements';
import { pressNamed, seeWords } from '../support/browser/named';
import { describeInChats, enterTalk } from '../support/chats-lab/stage';
import type { Actor } from '../support/e2e/cast';
import { boxOf, seesSealed, sendSealed, wordsOf } from '../support/e2e/chat-frames';
import { begin, openBox } from '../support/e2e/sealed-talk';
import { canary, searchFolder, searchText } from '../support/lab/leaks';
import { until } from '../support/wait';
import { pageHoldings } from '../support/xmpp-lab/page-holdings';

// Chats that no file of ours knows: box and messages are found, the key agreement goes through the chat, no relay.

describeInChats('two strangers with Sotto', (stage) => {
  it('[req 33] [req 35] agree on a channel through the chat, talk sealed both ways, and read it again after a reload', async () => {
    const { lab, alice, bob } = stage();
    const hers = await enterTalk(alice, lab, 'alice');
    const his = await enterTalk(bob, lab, 'bob');
    await begin(alice, hers);
    await decide(bob, his, /Alice Lab/);
    await decide(alice, hers, /Bob Lab/);
    // A page that draws its list only with its first message gets another box then.
    const herBox = await openBox(alice, hers);
    const hisBox = await openBox(bob, his);

    const [first, second, long] = [canary('alice'), canary('bob'), canary('long')];
    await sendSealed(herBox, `${first} – für dich 🌍`);
    expect(await seesSealed(bob, his, first)).toMatchObject({ mine: false });
    expect(await seesSealed(alice, hers, first)).toMatchObject({ mine: true });
    await sendSealed(hisBox, second);
    expect(await seesSealed(alice, hers, second)).toMatchObject({ mine: false });
    // In many parts: the chat takes some 350 octets at once.
    await sendSealed(herBox, `${'Ein langer Satz, der nirgends hineinpasst. '.repeat(40)}${long}`);
    await seesSealed(bob, his, long);

    await lab.enter(hers, 'alice');
    await lab.enter(his, 'bob');
    for (const [who, page] of [
      [alice, hers],
      [bob, his],
    ] as const) {
      for (const word of [first, second, long]) await seesSealed(who, page, word);
      await who.screenshot(page, `chat-${new URL(lab.url).port}`);
    }
    expect(await leaksOf([hers, his], lab.stateDir, [first, second, long])).toEqual([]);
    // What the servers keep is sealed text, and it is where the search looks.
    expect(searchFolder(lab.stateDir, ['Sotto 1'])).not.toEqual([]);
    await hers.close();
    await his.close();
  });

  it('draw a line again, and keep what is written in the box, where the page moves their elements', async () => {
    const { lab, alice, bob } = stage();
    const pages = { alice: await enterTalk(alice, lab, 'alice'), bob: await enterTalk(bob, lab, 'bob') };
    const word = canary('moved');
    await openBox(bob, pages.bob);
    await sendSealed(await openBox(alice, pages.alice), word);
    for (const who of [alice, bob]) {
      const page = pages[who.user as 'alice' | 'bob'];
      await seesSealed(who, page, word);
      await moveToAnotherParent(page, '[data-sotto-line]');
      await seesSealed(who, page, word);

      const draft = canary('draft');
      await fill(await openBox(who, page), 'box-text', draft);
      await moveToAnotherParent(page, 'form:has(textarea)');
      await until(`the box of ${who.user} to stand again with what was written`, async () => {
        const box = await boxOf(who, page);
        if ((await textOf(box, 'box-text')) === draft) return true;
        throw new Error(`the box says: ${await wordsOf(box)}`);
      });
      expect(await leaksOf([page], lab.stateDir, [word, draft])).toEqual([]);
      await sendSealed(await openBox(who, page), draft);
      await seesSealed(who, page, draft);
    }
    await pages.alice.close();
    await pages.bob.close();
  });
});

/** As pages do it that change how they look: frames that stand in such elements are loaded a second time. */
const moveToAnotherParent = (page: Page, selector: string): Promise<void> =>
  page.evaluate((chosen) => {
    const elements = document.querySelectorAll<HTMLElement>(chosen);
    if (elements.length === 0) throw new Error(`no ${chosen}`);
    for (const element of elements) {
      const parent = document.createElement(element.localName === 'form' ? 'div' : 'span');
      parent.style.display = 'contents';
      element.replaceWith(parent);
      parent.append(element);
    }
  }, selector);

/** A press that fell beside a box that moved just then opens nothing, and is done again. */
async function decide(who: Actor, page: Page, name: RegExp): Promise<void> {
  const window = await until(
    'the offered certificate',
    async () => {
      const box = await boxOf(who, page);
      if ((await box.$('[data-testid="box-certificate"]')) === null)
        throw new Error(`the box says: ${await wordsOf(box)}`);
      await press(box, 'box-certificate', 2_000);
      return who.extensionPage('certificate.html');
    },
    { within: 120_000, every: 200 },
  );
  await seeWords(window, name);
  await pressNamed(window, 'Use for now');
}

/** Where words were found that should be nowhere. */
async function leaksOf(pages: readonly Page[], folder: string, words: readonly string[]): Promise<readonly string[]> {
  const found = searchFolder(folder, words).map(({ file, encoding }) => `server ${file} ${encoding}`);
  for (const page of pages) {
    const held = searchText(new TextEncoder().encode(await pageHoldings(page)), words);
    found.push(...held.map(({ encoding }) => `page ${encoding}`));
  }
  return found;
}
