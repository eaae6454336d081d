import { describe, expect, it } from 'vitest';
import { boxOf, fact, reasonOf, wordsOf } from '../support/e2e/chat-frames';
import { canary } from '../support/lab/leaks';
import { until } from '../support/wait';
import { describeInConverse, enterChat } from '../support/xmpp-lab/stage';

// Where words cannot be sealed, Sotto says why and lets nothing go.

describeInConverse('Sotto in Converse.js refuses', (stage) => {
  describe.each(['alice', 'bob'] as const)('in the browser of %s', (user) => {
    const peer = user === 'alice' ? 'bob' : 'alice';

    it('[req 30] to send where the connection is in a SharedWorker, and says so', async () => {
      const { lab, [user]: who } = stage();
      const page = await enterChat(who, lab, peer, { worker: true });
      const box = await boxOf(who, page);
      await until('the box to say why', async () => {
        const code = await fact(box, 'box-reason', 'code');
        if (code !== 'webchat/hidden-connection') throw new Error(`it says ${String(code)}: ${await wordsOf(box)}`);
        return true;
      });
      expect(await reasonOf(box)).toMatch(/connection/);
      expect(await fact(box, 'box', 'writable')).toBe('false');
      const word = canary('worker');
      await box.type('[data-testid="box-text"]', word).catch(() => undefined);
      await page.keyboard.press('Enter');
      await who.screenshot(page, 'converse-worker');
      expect(lab.search([word])).toEqual([]);
      await page.close();
    });

    it('to send in a room, and says so', async () => {
      const { lab, [user]: who } = stage();
      const page = await enterChat(who, lab, peer);
      await page.evaluate(() => {
        location.hash = '#converse/room?jid=den@rooms.lab.test';
      });
      await page.waitForSelector('converse-muc.chatbox:not(.hidden) textarea.chat-textarea');
      await until('the box to say that this is a room', async () => {
        const box = await boxOf(who, page);
        return (await fact(box, 'box-reason', 'code')) === 'webchat/room';
      });
      await who.screenshot(page, 'converse-room');
      await page.close();
    });
  });
});
