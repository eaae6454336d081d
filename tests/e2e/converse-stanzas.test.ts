import { readFileSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, launch } from '../support/browser/launch';
import type { Person } from '../support/browser/person';
import { makeProbe } from '../support/probe-extension';
import { connected, openChat, sees, writePlainly } from '../support/xmpp-lab/converse';
import { type ConverseVisit, startXmppLab, type XmppLab, type XmppUser, xmppLabMissing } from '../support/xmpp-lab/lab';
import { type RecordedFrame, recordStreams } from '../support/xmpp-lab/record-streams';

// What Converse.js and Prosody say to each other, as tests/fixtures/xmpp keeps it for the unit tests. With SOTTO_RECORD
// set, it is recorded anew; else it is compared by kind with what is kept, so that the fixtures stay true.

const RECORD = process.env.SOTTO_RECORD !== undefined;
const TRANSPORTS = ['websocket', 'bosh'] as const;
const missing = xmppLabMissing() ?? browserMissing('chromium');

/** What went over the connection of one device during one step. */
type Recorded = { readonly step: string; readonly device: string; readonly frames: readonly RecordedFrame[] };

describe.skipIf(missing !== undefined)(
  `streams of Converse${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let lab: XmppLab;
    let person: Person;
    const probe = makeProbe();
    beforeAll(async () => {
      lab = await startXmppLab();
      person = await launch('chromium', { name: 'streams', extension: probe.folderFor('chromium') });
    });
    afterAll(async () => {
      probe.remove();
      await person?.close();
      await lab.destroy();
    });

    it.each(TRANSPORTS)('over %s are of the kinds that are kept as fixtures', async (transport) => {
      await lab.reset();
      const live = await play(person.browser, lab, { bosh: transport === 'bosh' });
      const file = `tests/fixtures/xmpp/converse-${transport}.json`;
      if (RECORD) writeFileSync(file, `${JSON.stringify(live, undefined, 1)}\n`);
      const kept = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];
      expect(kept.map(({ step, device }) => `${step} ${device}`)).toEqual(
        live.map(({ step, device }) => `${step} ${device}`),
      );
      for (const mark of MARKS) expect([mark, holds(live, mark)]).toEqual([mark, holds(kept, mark)]);
      expect(MARKS.filter((mark) => !holds(kept, mark))).toEqual(transport === 'bosh' ? ['<resume', '<resumed'] : []);
    });
  },
);

/** What must stand in some frame: live, carbon, archive, reflection, chat state, PEP, stream management. */
const MARKS = [
  '<body>',
  '<composing',
  "<sent xmlns='urn:xmpp:carbons:2'",
  "<received xmlns='urn:xmpp:carbons:2'",
  'urn:xmpp:mam:2',
  '<forwarded',
  "type='groupchat'",
  'http://jabber.org/protocol/pubsub#event',
  'urn:xmpp:sm:3',
  '<resume',
  '<resumed',
] as const;

const holds = (recorded: readonly Recorded[], mark: string): boolean =>
  recorded.some(({ frames }) => frames.some(({ text }) => text.includes(mark)));

async function play(browser: Browser, lab: XmppLab, visit: ConverseVisit): Promise<readonly Recorded[]> {
  const devices = new Map<string, { page: Page; take(): Promise<readonly RecordedFrame[]> }>();
  const recorded: Recorded[] = [];
  const enter = async (device: string, user: XmppUser) => {
    // Another context has a storage of its own: it is another device.
    const page = await (await browser.createBrowserContext()).newPage();
    devices.set(device, { page, ...(await recordStreams(page)) });
    await page.goto(lab.pageOf(user, visit));
    await connected(page);
    return page;
  };
  const end = async (step: string) => {
    for (const [device, { take }] of devices) recorded.push({ step, device, frames: (await take()).map(shorten) });
  };

  const alice = await enter('alice', 'alice');
  const second = await enter('alice-2', 'alice');
  const bob = await enter('bob', 'bob');
  await openChat(alice, 'bob');
  await openChat(second, 'bob');
  await openChat(bob, 'alice');
  await end('log-in');
  await writePlainly(alice, 'Words of Alice: <b> & "quotes", ünïcode 🌍');
  await sees(bob, 'Words of Alice');
  await sees(second, 'Words of Alice');
  await end('alice-writes');
  await writePlainly(bob, 'Words of Bob');
  await sees(alice, 'Words of Bob');
  await sees(second, 'Words of Bob');
  await end('bob-writes');
  await alice.reload();
  await connected(alice);
  await openChat(alice, 'bob');
  await sees(alice, 'Words of Bob');
  await end('alice-reloads');
  const third = await enter('alice-3', 'alice');
  await openChat(third, 'bob');
  await sees(third, 'Words of Alice');
  await sees(third, 'Words of Bob');
  await end('third-device-asks-archive');
  for (const page of [alice, bob]) await joinRoom(page, 'den');
  await writeInRoom(alice, 'Words to all');
  await bob.waitForFunction(() => document.body.textContent?.includes('Words to all'));
  await end('room');
  for (const { page } of devices.values()) await page.browserContext().close();
  return recorded;
}

/** Keys of OMEMO bundles are most of what is said, and nobody's matter here. */
const shorten = (frame: RecordedFrame): RecordedFrame => ({
  ...frame,
  text: frame.text.replaceAll(/>[A-Za-z0-9+/=]{40,}</g, '>AAAA<'),
});

const ROOM_FIELD = 'converse-muc.chatbox:not(.hidden) textarea.chat-textarea';

async function joinRoom(page: Page, room: string): Promise<void> {
  await page.bringToFront();
  await page.evaluate((name) => {
    location.hash = `#converse/room?jid=${name}@rooms.lab.test`;
  }, room);
  await page.waitForSelector(ROOM_FIELD);
}

async function writeInRoom(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  await page.type(ROOM_FIELD, text);
  await page.keyboard.press('Enter');
}
