import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS, launch } from '../support/browser/launch';
import type { Person } from '../support/browser/person';
import { canary } from '../support/lab/leaks';
import { makeProbe } from '../support/probe-extension';
import { until } from '../support/wait';
import { connected, enterConverse, openChat, sees, shownMessages, writePlainly } from '../support/xmpp-lab/converse';
import { startXmppLab, type XmppLab, xmppLabMissing } from '../support/xmpp-lab/lab';

// The lab itself, without Sotto: what an XMPP server keeps when nothing protects, so that the search is seen to find it.

const missing = xmppLabMissing();

describe.skipIf(missing !== undefined)(`the XMPP lab${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let lab: XmppLab;
  const probe = makeProbe();
  beforeAll(async () => {
    lab = await startXmppLab();
  });
  afterAll(async () => {
    probe.remove();
    await lab.destroy();
  });

  it('runs beside a second one on other ports', async () => {
    const other = await startXmppLab();
    try {
      expect(other.websocket).not.toBe(lab.websocket);
      expect((await fetch(other.url)).ok).toBe(true);
      expect((await fetch(lab.url)).ok).toBe(true);
    } finally {
      await other.destroy();
    }
  });

  for (const kind of KINDS) {
    describe.skipIf(browserMissing(kind) !== undefined)(`in ${kind}`, () => {
      let person: Person;
      beforeAll(async () => {
        await lab.reset();
        person = await launch(kind, { name: 'lab', extension: probe.folderFor(kind) });
      });
      afterAll(() => person?.close());

      it.each([
        { csp: false, bosh: false },
        { csp: true, bosh: false },
        { csp: false, bosh: true },
        { csp: true, bosh: true },
      ])(
        'carries words and shows them again after a reload, and the server keeps them: csp $csp, bosh $bosh',
        async (visit) => {
          const word = canary('plain');
          const page = await enterConverse(person, lab, 'alice', visit);
          await openChat(page, 'bob');
          await writePlainly(page, word);
          await until('the server to keep it', () => lab.search([word]).some(({ file }) => file.startsWith('data/')));
          await page.reload();
          await connected(page);
          await openChat(page, 'bob');
          await sees(page, word);
          expect(await shownMessages(page)).toContain(word);
          expect(lab.search([canary('absent')])).toEqual([]);
          await page.close();
        },
      );

      it('carries words over a socket in a SharedWorker, out of sight of the page', async () => {
        const word = canary('worker');
        const page = await enterConverse(person, lab, 'carol', { worker: true });
        await openChat(page, 'bob');
        await writePlainly(page, word);
        await until('the server to keep it', () => lab.search([word]).some(({ file }) => file.startsWith('data/')));
        await page.close();
      });
    });
  }
});
