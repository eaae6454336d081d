import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { boxOf, choose, drawnLines, seesSealed, sendSealed } from '../support/e2e/chat-frames';
import { canary, searchText } from '../support/lab/leaks';
import { connected, openChat, shownMessages } from '../support/xmpp-lab/converse';
import type { XmppLab } from '../support/xmpp-lab/lab';
import { pageHoldings } from '../support/xmpp-lab/page-holdings';
import { type RecordedFrame, recordStreams } from '../support/xmpp-lab/record-streams';
import { describeInConverse, enterChat } from '../support/xmpp-lab/stage';

// Two people with Sotto in the page of a real XMPP client: OpenPGP (XEP-0373) on the wire, ciphertext in the page.

/** Where words were found that should be nowhere. */
async function leaksOf(pages: readonly Page[], lab: XmppLab, words: readonly string[]): Promise<readonly string[]> {
  const found = lab.search(words).map(({ file, encoding }) => `server ${file} ${encoding}`);
  for (const page of pages) {
    const held = searchText(new TextEncoder().encode(await pageHoldings(page)), words);
    found.push(...held.map(({ encoding }) => `page ${encoding}`));
  }
  return found;
}

/** XEP-0198: how many stanzas had come whenever the server asked for that, and what the page answered. */
function countsOf(frames: readonly RecordedFrame[]): { readonly asked: number[]; readonly answered: number[] } {
  const asked: number[] = [];
  const answered: number[] = [];
  let come = 0;
  for (const { way, text } of frames.slice(frames.findIndex((frame) => frame.text.startsWith('<enabled')))) {
    if (way === 'in' && /^<(message|iq|presence)[\s>/]/.test(text)) come += 1;
    if (way === 'in' && text.startsWith('<r ')) asked.push(come);
    const answer = way === 'out' ? /^<a h="(\d+)"/.exec(text)?.[1] : undefined;
    if (answer !== undefined) answered.push(Number(answer));
  }
  return { asked, answered };
}

describeInConverse('two people with Sotto in Converse.js', (stage) => {
  it.each([
    { bosh: false, csp: false },
    { bosh: false, csp: true },
    { bosh: true, csp: false },
    { bosh: true, csp: true },
  ])('[req 35] talk sealed both ways, and read it again after a reload: bosh $bosh, csp $csp', async (visit) => {
    const { lab, alice, bob } = stage();
    const alicePage = await enterChat(alice, lab, 'bob', visit);
    const bobPage = await enterChat(bob, lab, 'alice', visit);
    const aliceBox = await boxOf(alice, alicePage);
    const bobBox = await boxOf(bob, bobPage);
    await choose(aliceBox, bob.fingerprint);
    await choose(bobBox, alice.fingerprint);

    const first = canary('alice');
    const second = canary('bob');
    await sendSealed(aliceBox, `${first} – für dich 🌍`);
    expect(await seesSealed(bob, bobPage, first)).toMatchObject({ mine: false });
    expect(await seesSealed(alice, alicePage, first)).toMatchObject({ mine: true });
    await sendSealed(bobBox, second);
    expect(await seesSealed(alice, alicePage, second)).toMatchObject({ mine: false });
    expect(await leaksOf([alicePage, bobPage], lab, [first, second])).toEqual([]);
    // What the server keeps is OpenPGP for XMPP, which other programs read.
    expect(lab.search(['urn:xmpp:openpgp:0'])).not.toEqual([]);
    expect((await shownMessages(bobPage)).at(-1)).toMatch(/^Sotto 1/);

    await Promise.all([alicePage.reload(), bobPage.reload()]);
    for (const [page, peer] of [
      [alicePage, 'bob'],
      [bobPage, 'alice'],
    ] as const) {
      await connected(page);
      await openChat(page, peer);
    }
    for (const [who, page] of [
      [alice, alicePage],
      [bob, bobPage],
    ] as const) {
      await seesSealed(who, page, first);
      await seesSealed(who, page, second);
      await who.screenshot(page, `converse-${visit.bosh ? 'bosh' : 'websocket'}${visit.csp ? '-csp' : ''}`);
    }
    expect(await leaksOf([alicePage, bobPage], lab, [first, second])).toEqual([]);
    await alicePage.close();
    await bobPage.close();
  });

  it('[req 30] what goes over the connection is OpenPGP without the words, and the page counts every stanza of the server', async () => {
    const { lab, alice } = stage();
    const page = await alice.openPage('about:blank');
    const stream = await recordStreams(page);
    await page.goto(lab.pageOf('alice'));
    await connected(page);
    await openChat(page, 'bob');
    const box = await boxOf(alice, page);
    await choose(box, stage().bob.fingerprint);
    const word = canary('wire');
    await sendSealed(box, word);
    await seesSealed(alice, page, word);
    const frames = await stream.take();
    expect(searchText(new TextEncoder().encode(JSON.stringify(frames)), [word])).toEqual([]);
    expect(frames.some(({ way, text }) => way === 'out' && text.includes('urn:xmpp:openpgp:0'))).toBe(true);
    const { asked, answered } = countsOf(frames);
    expect(answered.length).toBeGreaterThan(3);
    expect(answered).toEqual(asked.slice(0, answered.length));
    await page.close();
  });

  it('opens what was written while the other was away, in the order in which it was sent', async () => {
    const { lab, alice, bob } = stage();
    const page = await enterChat(alice, lab, 'bob');
    const box = await boxOf(alice, page);
    await choose(box, bob.fingerprint);
    const words = [canary('one'), canary('two'), canary('three')];
    for (const word of words) await sendSealed(box, word);
    const bobPage = await enterChat(bob, lab, 'alice');
    for (const word of words) await seesSealed(bob, bobPage, word);
    const texts = (await drawnLines(bob, bobPage)).map(({ text }) => words.findIndex((word) => text.includes(word)));
    expect(texts.filter((at) => at >= 0)).toEqual([0, 1, 2]);
    await page.close();
    await bobPage.close();
  });
});
