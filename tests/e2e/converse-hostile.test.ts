import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { ask } from '../support/e2e/bus';
import { type Actor, PASSPHRASE } from '../support/e2e/cast';
import { boxOf, choose, seesSealed, sendSealed } from '../support/e2e/chat-frames';
import { secretNeedles } from '../support/e2e/foreign';
import { heapOf, hostileBeginning } from '../support/e2e/worlds';
import { canary, searchText } from '../support/lab/leaks';
import { connected, openChat } from '../support/xmpp-lab/converse';
import { pageHoldings } from '../support/xmpp-lab/page-holdings';
import { recordStreams } from '../support/xmpp-lab/record-streams';
import { describeInConverse } from '../support/xmpp-lab/stage';

// A page that wants to know: it hooks what could carry words before anything else runs, listens to every change, opens
// closed roots, and lays frames and fields of its own about. Not one of 200 words, and no key, comes into its hands.

const MESSAGES = 4;
const TOKENS = 25;
const EXPORT = 'a passphrase for the export 6';

/** Tokens of one person, by message. */
const plant = (who: string): readonly (readonly string[])[] =>
  Array.from({ length: MESSAGES }, () => Array.from({ length: TOKENS }, () => canary(who)));

const keysOf = async ({ window, fingerprint }: Actor) =>
  secretNeedles(
    await ask(window, 'keys.exportPrivate', { fingerprint: fingerprint as never, passphrase: EXPORT }),
    EXPORT,
  );

describeInConverse('a hostile page of Converse.js', (stage) => {
  it('[req 1] [req 30] comes by none of 200 words and by no key', async () => {
    const { lab, alice, bob } = stage();
    const enterHostile = async (who: Actor, peer: 'alice' | 'bob') => {
      const page = await who.openPage('about:blank');
      await page.evaluateOnNewDocument(hostileBeginning);
      const stream = await recordStreams(page);
      await page.goto(lab.pageOf(who.user));
      await connected(page);
      await openChat(page, peer);
      await page.evaluate(layBait);
      return { who, page, stream, box: await boxOf(who, page) };
    };
    const mine = await enterHostile(alice, 'bob');
    const theirs = await enterHostile(bob, 'alice');
    await choose(mine.box, bob.fingerprint);
    await choose(theirs.box, alice.fingerprint);
    const planted = { alice: plant('alice'), bob: plant('bob') };
    for (let at = 0; at < MESSAGES; at++) {
      await sendSealed(mine.box, planted.alice[at]?.join(' ') ?? '');
      await sendSealed(theirs.box, planted.bob[at]?.join(' ') ?? '');
    }
    await seesSealed(alice, mine.page, planted.bob.at(-1)?.at(-1) ?? '');
    await seesSealed(bob, theirs.page, planted.alice.at(-1)?.at(-1) ?? '');

    const words = [planted.alice, planted.bob].flat(2);
    expect(new Set(words).size).toBe(200);
    const secrets = [...words, PASSPHRASE, ...(await keysOf(alice)), ...(await keysOf(bob))];
    for (const { who, page, stream } of [mine, theirs]) {
      const control = canary('control');
      await page.evaluate((word) => void (globalThis as unknown as { stolen: unknown[] }).stolen.push(word), control);
      const held = [await pageHoldings(page), JSON.stringify(await stream.take()), await heapIn(who, page)].join('\n');
      expect(searchText(Buffer.from(held), secrets)).toEqual([]);
      // What is there is found: the search would have seen the rest.
      expect(searchText(Buffer.from(held), [control])).not.toEqual([]);
      expect(held.includes('["mutation"'), 'the page was listened to').toBe(true);
      await who.screenshot(page, 'converse-hostile');
    }
    expect(lab.search(secrets)).toEqual([]);
    await mine.page.close();
    await theirs.page.close();
  });
});

/** No tool reads the memory of a page in Firefox. */
const heapIn = (who: Actor, page: Page): Promise<string> =>
  who.kind === 'chromium' ? heapOf(page) : Promise.resolve('');

/** Frames that look like ours, a field over our box that takes the keys, and the focus for itself. */
function layBait(): void {
  const stolen = (globalThis as unknown as { stolen: unknown[] }).stolen;
  for (const name of ['chat-box.html', 'chat-line.html']) {
    const frame = document.createElement('iframe');
    frame.src = `/${name}#${'0'.repeat(32)}`;
    frame.title = 'Sotto';
    document.body.append(frame);
  }
  const field = document.createElement('textarea');
  field.style.cssText = 'position:fixed;left:0;bottom:0;width:40px;height:20px;opacity:0.01';
  field.addEventListener('input', () => stolen.push(['bait', field.value]));
  document.body.append(field);
  for (const type of ['keydown', 'keypress', 'input', 'beforeinput', 'paste'])
    globalThis.addEventListener(type, (event) => stolen.push([type, (event as KeyboardEvent).key]), true);
}
