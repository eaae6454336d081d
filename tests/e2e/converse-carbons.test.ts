import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NS } from '../../lib/xmpp/namespaces';
import { isSealed } from '../../lib/xmpp/ox-stanza';
import { attributeOf, element } from '../../lib/xmpp/xml';
import { browserMissing } from '../support/browser/missing';
import { ask } from '../support/e2e/bus';
import { boxOf, drawnLines, sendSealed } from '../support/e2e/chat-frames';
import { createOxPerson, makeOxKey } from '../support/far-ends/ox-person';
import { connectXmpp } from '../support/far-ends/xmpp-client';
import { canary } from '../support/lab/leaks';
import { until } from '../support/wait';
import { connected, openChat, sees, shownMessages, writePlainly } from '../support/xmpp-lab/converse';
import { jidOf, xmppLabMissing } from '../support/xmpp-lab/lab';
import { type OneAccount, openOneAccount, type Said, type Seat, saidIn } from '../support/xmpp-lab/one-account';

// One account at several clients: the server gives each a copy of what another says or hears (carbons: XEP-0280).

const missing = xmppLabMissing() ?? browserMissing();
const [ALICE, BOB] = [jidOf('alice'), jidOf('bob')];
const PATIENCE = { within: 60_000, every: 200 };

describe.skipIf(missing !== undefined)(
  `one account at several clients${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let stage: OneAccount;
    let seats: readonly [page: Seat, otherDevice: Seat];
    const said: Said[] = [];
    beforeAll(async () => {
      stage = await openOneAccount();
      const { sit, chromium, firefox } = stage;
      seats = [await sit(chromium), await sit(firefox, { bosh: true })];
    }, 240_000);
    afterAll(() => stage?.close(), 60_000);

    /** Everything that was said, in this order, once, at every client. */
    const standsEverywhere = async (): Promise<void> => {
      const words = said.map(([, word]) => word);
      for (const seat of seats)
        await until(
          'all that was said',
          async () => {
            const lines = JSON.stringify(await saidIn(seat, words));
            if (lines !== JSON.stringify(said)) throw new Error(`${seat.who.kind} shows ${lines}`);
            return true;
          },
          PATIENCE,
        );
      expect(stage.lab.search(words)).toEqual([]);
    };
    const carbonsAt = async ({ stream }: Seat, kind: 'sent' | 'received'): Promise<number> =>
      (await stream()).filter(
        // Of a request (BOSH) it is seen what the page gets, in which our text stands for the sealed element.
        ({ way, text }) =>
          way === 'in' && text.includes(`<${kind} xmlns='${NS.carbons}'`) && /<openpgp|Sotto 1/.test(text),
      ).length;

    it('[req 35] what one seals stands at the others as mine, once, and its reader hears it once', async () => {
      for (const [index, from] of seats.entries()) {
        const word = canary(`client-${index}`);
        for (const { stream } of seats) await stream();
        await from.page.bringToFront();
        await sendSealed(await boxOf(from.who, from.page), word);
        said.push(['mine', word]);
        await standsEverywhere();
        for (const seat of seats) expect(await carbonsAt(seat, 'sent')).toBe(seat === from ? 0 : 1);
      }
      const words = said.map(([, word]) => word);
      await until('Bob to hear it all', () => stage.bob.heard.length >= words.length, PATIENCE);
      expect(stage.bob.heard).toEqual(words);
      expect(stage.bob.refused).toEqual([]);
    });

    it('what is sealed for one of them stands at the others as theirs, once', async () => {
      const { bob } = stage;
      const device = bob.client.received.findLast(isSealed);
      const to = device && attributeOf(device, 'from');
      if (to === undefined || !to.includes('/')) throw new Error('nobody in particular wrote last');
      for (const { stream } of seats) await stream();
      const word = canary('answer');
      const stanza = await bob.stanza(ALICE, word);
      bob.client.send({ ...stanza, attributes: { ...stanza.attributes, to } });
      said.push(['theirs', word]);
      await standsEverywhere();
      const counts = [];
      for (const seat of seats) counts.push(await carbonsAt(seat, 'received'));
      expect(counts).toEqual([1, 0]);
    });

    it('what another program of mine sealed without my key is said to be for others, and shows no word', async () => {
      const other = createOxPerson(await connectXmpp(stage.lab, 'alice'), await makeOxKey(ALICE));
      const word = canary('other-key');
      other.accept(BOB, stage.bob.key.certificate);
      await other.say(BOB, word);
      await other.client.close();
      for (const { who, page } of seats)
        await until(
          'the line that cannot be opened',
          async () => {
            await page.bringToFront();
            const lines = await drawnLines(who, page);
            return lines.some(({ kind, text }) => kind === 'not-opened' && /another device of yours/.test(text));
          },
          PATIENCE,
        );
      await standsEverywhere();
    });

    it('[req 33] a carbon that somebody else made up puts no words into anybody’s mouth', async () => {
      const { bob } = stage;
      const inner = await bob.stanza(ALICE, canary('made-up'));
      const forwarded = element('forwarded', NS.forward, {}, [
        { ...inner, attributes: { ...inner.attributes, from: 'carol@lab.test/x', to: ALICE } },
      ]);
      const [page] = seats;
      await page.stream();
      for (const name of ['sent', 'received'])
        bob.client.send(
          element('message', NS.client, { type: 'chat', to: ALICE, id: name }, [
            element(name, NS.carbons, {}, [forwarded]),
          ]),
        );
      const word = canary('barrier');
      await bob.say(ALICE, word);
      said.push(['theirs', word]);
      await standsEverywhere();
      // The server hands it on as it is.
      const made = (await page.stream()).filter(({ text }) => text.includes(NS.carbons) && text.includes('carol'));
      expect(made).toHaveLength(2);
      for (const seat of seats)
        await until(
          'those lines and the one that cannot be opened',
          async () => (await drawnLines(seat.who, seat.page)).length === said.length + 1,
          PATIENCE,
        );
    });

    it('all of it stands there once after a reload, when the archive tells it again', async () => {
      for (const { page } of seats) {
        await page.bringToFront();
        await page.reload();
        await connected(page);
        await openChat(page, 'bob');
      }
      await standsEverywhere();
    });

    it('what goes out through one of two tabs stands in both, once', async () => {
      const [tab] = seats;
      const other = await stage.sit(stage.chromium);
      await tab.stream();
      await other.stream();
      const word = canary('two-tabs');
      await tab.page.bringToFront();
      await sendSealed(await boxOf(tab.who, tab.page), word);
      said.push(['mine', word]);
      await standsEverywhere();
      await until(
        'it in the other tab',
        async () => {
          expect(await saidIn(other, [word])).toEqual([['mine', word]]);
          return true;
        },
        PATIENCE,
      );
      // It goes out through the tab that was opened last, and the other hears of it.
      expect((await carbonsAt(tab, 'sent')) + (await carbonsAt(other, 'sent'))).toBe(1);
      await other.page.close();
    });

    it('[req 35] in convenience, what one seals stands once in the page of the other, and the other way round', async () => {
      const { lab, firefox } = stage;
      const [tab, device] = seats;
      await ask(firefox.window, 'sites.setUse', { origin: lab.url as never, uses: ['chat'], mode: 'convenience' });
      await device.page.reload();
      await connected(device.page);
      await openChat(device.page, 'bob');
      const [sealed, written] = [canary('sealed'), canary('written')];
      await tab.page.bringToFront();
      await sendSealed(await boxOf(tab.who, tab.page), sealed);
      await sees(device.page, sealed, PATIENCE.within);
      await writePlainly(device.page, written);
      said.push(['mine', sealed], ['mine', written]);
      await until(
        'both in the tab',
        async () => {
          expect(await saidIn(tab, [sealed, written])).toEqual(said.slice(-2));
          return true;
        },
        PATIENCE,
      );
      const shown = await shownMessages(device.page);
      for (const word of [sealed, written]) expect(shown.filter((text) => text.includes(word))).toHaveLength(1);
      expect(lab.search([sealed, written])).toEqual([]);
    });
  },
);
