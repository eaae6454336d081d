import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NS } from '../../../lib/xmpp/namespaces';
import { isSealed } from '../../../lib/xmpp/ox-stanza';
import { element, textOf, type XmlElement } from '../../../lib/xmpp/xml';
import { createKeyringPerson } from '../../support/channel/keyring-people';
import { type FarEnd, farEndMissing, type OpenFarEnd } from '../../support/far-ends/far-end';
import { openGoSendxmpp } from '../../support/far-ends/go-sendxmpp';
import { createOxPerson, makeOxKey, type OxKey, type OxPerson } from '../../support/far-ends/ox-person';
import { openProfanity } from '../../support/far-ends/profanity';
import { hundredTexts } from '../../support/far-ends/texts';
import { connectXmpp } from '../../support/far-ends/xmpp-client';
import { canary } from '../../support/lab/leaks';
import { until } from '../../support/wait';
import { jidOf, startXmppLab, type XmppLab } from '../../support/xmpp-lab/lab';

// The library's build for browsers, which is the one that ships.
vi.mock('openpgp', () => vi.importActual('../../../node_modules/openpgp/dist/openpgp.mjs'));

const FAR_ENDS: ReadonlyArray<readonly [string, OpenFarEnd]> = [
  ['profanity', openProfanity],
  ['go-sendxmpp', openGoSendxmpp],
];
const [ALICE, BOB] = [jidOf('alice'), jidOf('bob')];
const PATIENCE = { within: 200_000 };

for (const [program, openFarEnd] of FAR_ENDS) {
  const missing = farEndMissing(program);
  const title = `OX with ${program}`;
  describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
    let lab: XmppLab;
    let ours: OxPerson;
    let theirs: FarEnd;
    /** On the same connection: one whose key is another, one who accepted another certificate for Bob. */
    let strangers: { readonly key: OxPerson; readonly contact: OxPerson };
    beforeAll(async () => {
      lab = await startXmppLab();
      const client = await connectXmpp(lab, 'alice');
      ours = createOxPerson(client, await publishedKey());
      strangers = {
        key: createOxPerson(client, await makeOxKey(ALICE)),
        contact: createOxPerson(client, ours.key),
      };
      await ours.publish();
      theirs = await openFarEnd(lab, 'bob');
      await theirs.publish();
      const certificate = await until('the certificate of Bob', () => ours.find(BOB), { within: 60_000, every: 500 });
      ours.accept(BOB, certificate);
      strangers.key.accept(BOB, certificate);
      strangers.contact.accept(BOB, (await makeOxKey(BOB)).certificate);
      await theirs.begin(ALICE, ours.key.certificate.fingerprint);
    }, 120_000);
    afterAll(async () => {
      await ours?.client.close();
      await theirs?.close();
      await lab?.destroy();
    });

    it('carries 100 messages each way, of every script, and the server keeps none of their words', async () => {
      const [mine, others] = [hundredTexts('ours'), hundredTexts('theirs')];
      const begun = performance.now();
      for (const [index, text] of mine.texts.entries()) {
        await ours.say(BOB, text);
        theirs.say(ALICE, others.texts[index] ?? '');
        // In bursts: neither a turn for each, nor all at once.
        if (index % 10 < 9) continue;
        await until(`${index + 1} at Bob`, () => theirs.heard().length > index, PATIENCE);
        await until(`${index + 1} at Alice`, () => ours.heard.length > index, PATIENCE);
      }
      expect(theirs.heard()).toEqual(mine.texts.map((text) => ({ text, sealed: true })));
      expect(ours.heard).toEqual(others.texts);
      expect(ours.refused).toEqual([]);
      expect(lab.search([mine.word, others.word])).toEqual([]);
      const seconds = (performance.now() - begun) / 1_000;
      console.table({ [program]: { way: 'OX', 'ours read': 100, 'theirs read': 100, seconds: Math.round(seconds) } });
    }, 300_000);

    it('is read by nobody with another key, and counts for nobody who accepted another certificate for its sender', () => {
      expect(strangers.key.heard).toEqual([]);
      expect(new Set(strangers.key.refused)).toEqual(new Set(['mail/not-for-me']));
      expect(strangers.contact.heard).toEqual([]);
      expect(new Set(strangers.contact.refused)).toEqual(new Set(['webchat/sender']));
      expect([strangers.key.refused.length, strangers.contact.refused.length]).toEqual([100, 100]);
    });

    it('refuses what was changed on its way, on both sides', async () => {
      const hidden = canary('changed');
      ours.client.send(changed(await ours.stanza(BOB, hidden)));
      await barrier(hidden);
      const last = ours.client.received.findLast(isSealed);
      if (last === undefined) throw new Error('nothing came');
      const before = ours.heard.length;
      await ours.take(changed(last));
      expect(ours.heard).toHaveLength(before);
      expect(ours.refused).toEqual(['mail/tampered']);
    });

    it('does not show Bob what was sealed for somebody else', async () => {
      const hidden = canary('elsewhere');
      ours.client.send(await ours.stanza(BOB, hidden, (await makeOxKey(BOB)).certificate));
      await barrier(hidden);
    });

    /** What is said afterwards arrives, and of what was refused no word is shown. */
    async function barrier(hidden: string): Promise<void> {
      const next = canary('next');
      await ours.say(BOB, next);
      const shown = () => theirs.heard().map(({ text }) => text);
      await until('what is said afterwards', () => shown().at(-1) === next, PATIENCE);
      expect(shown().filter((text) => text.includes(hidden))).toEqual([]);
    }
  });
}

/** As the extension makes it: a key for mail, whose certificate names the account that it is published at. */
async function publishedKey(): Promise<OxKey> {
  const alice = await createKeyringPerson('Alice');
  const [secret] = await alice.ownKeys.secretsForOpening();
  if (secret === undefined) throw new Error('no key');
  return { secret, certificate: await alice.oxCertificates().ownForAccount(ALICE) };
}

/** The same stanza, with one bit of the sealed part turned around near its end. */
function changed(stanza: XmlElement): XmlElement {
  const children = stanza.children.map((child) => {
    if (typeof child === 'string' || child.namespace !== NS.openpgp) return child;
    const octets = Buffer.from(textOf(child), 'base64');
    const at = octets.length - 40;
    octets[at] = (octets[at] ?? 0) ^ 1;
    return element('openpgp', NS.openpgp, {}, [octets.toString('base64')]);
  });
  return { ...stanza, children };
}
