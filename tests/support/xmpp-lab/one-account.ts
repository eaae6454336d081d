import { readKey } from 'openpgp';
import type { Page } from 'puppeteer-core';
import type { Fingerprint } from '../../../lib/core/brand';
import { ask } from '../e2e/bus';
import { type Actor, castActor, introduce } from '../e2e/cast';
import { boxOf, choose, drawnLines } from '../e2e/chat-frames';
import { createOxPerson, makeOxKey, type OxPerson } from '../far-ends/ox-person';
import { connectXmpp } from '../far-ends/xmpp-client';
import { connected, openChat } from './converse';
import { type ConverseVisit, jidOf, startXmppLab, type XmppLab } from './lab';
import { type RecordedFrame, recordStreams } from './record-streams';

/** A page of Converse in which the account is logged in, with the conversation with Bob in front. */
export type Seat = {
  readonly who: Actor;
  readonly page: Page;
  /** What came over its connection since the last call. */
  readonly stream: () => Promise<readonly RecordedFrame[]>;
};

/** Alice at two browsers with one key, and Bob, who is no browser: whom her devices talk with. */
export type OneAccount = {
  readonly lab: XmppLab;
  readonly chromium: Actor;
  readonly firefox: Actor;
  readonly bob: OxPerson;
  /** One more page with a connection of its own. */
  sit(who: Actor, visit?: ConverseVisit): Promise<Seat>;
  close(): Promise<void>;
};

const EXPORT = 'a passphrase for the second device 4';

export async function openOneAccount(): Promise<OneAccount> {
  const lab = await startXmppLab();
  const chromium = await castActor('chromium', 'alice', lab);
  const firefox = await castActor('firefox', 'alice', lab);
  const fingerprint = chromium.fingerprint as Fingerprint;
  const octets = await ask(chromium.window, 'keys.exportPrivate', { fingerprint, passphrase: EXPORT });
  await ask(firefox.window, 'keys.import', { octets, passphrase: EXPORT });
  await ask(firefox.window, 'keys.prefer', { fingerprint });

  const key = await makeOxKey(jidOf('bob'));
  const bob = createOxPerson(await connectXmpp(lab, 'bob'), key);
  const mine = await readKey({ armoredKey: chromium.certificate });
  bob.accept(jidOf('alice'), { fingerprint, octets: mine.write() });
  const certificate = (await readKey({ binaryKey: key.certificate.octets })).armor();
  for (const who of [chromium, firefox]) {
    await introduce(who, { certificate, fingerprint: key.certificate.fingerprint });
    await ask(who.window, 'sites.setUse', { origin: lab.url as never, uses: ['chat'], mode: 'sealed' });
  }
  return {
    lab,
    chromium,
    firefox,
    bob,
    async sit(who, visit) {
      const page = await who.openPage('about:blank');
      const { take } = await recordStreams(page);
      await page.goto(lab.pageOf('alice', visit));
      await connected(page);
      await openChat(page, 'bob');
      await choose(await boxOf(who, page), key.certificate.fingerprint);
      return { who, page, stream: take };
    },
    async close() {
      await Promise.allSettled([chromium.close(), firefox.close(), bob.client.close()]);
      await lab.destroy();
    },
  };
}

/** Who said which words, from top to bottom. */
export type Said = readonly [who: 'mine' | 'theirs', word: string];

/** What of these words our frames show, and whose they say it is. */
export async function saidIn({ who, page }: Seat, words: readonly string[]): Promise<readonly Said[]> {
  await page.bringToFront();
  const lines = await drawnLines(who, page);
  return lines.flatMap(({ text, mine }) =>
    words.filter((word) => text.includes(word)).map((word): Said => [mine ? 'mine' : 'theirs', word]),
  );
}
