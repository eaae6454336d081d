import { beforeEach, describe, expect, it } from 'vitest';
import { fill, press, seeText, textOf } from '../support/browser/elements';
import type { Actor } from '../support/e2e/cast';
import { leftCompose, openComposer, pressSend, receive, send } from '../support/e2e/mail';
import { describeOnStage } from '../support/e2e/stage';
import { canary, searchLab } from '../support/lab/leaks';
import { logIn, openCompose, openMail, waitForMail } from '../support/lab/roundcube';
import { until } from '../support/wait';

/** After Send was pressed, in milliseconds: while sealing, while handing over, while the webmail answers. */
const AFTER_SEND = [0, 30, 120, 300];

describeOnStage('the background is killed in the middle [req 4]', (stage) => {
  beforeEach(async () => {
    await stage().lab.reset();
  });
  const both = ['alice', 'bob'] as const;

  describe.each(both)('in the browser of %s', (who) => {
    const actor = (): Actor => stage()[who];
    const other = () => stage()[who === 'alice' ? 'bob' : 'alice'];

    it('before the composer, before typing, and before Send: the mail goes out once, whole', async () => {
      const { lab } = stage();
      const page = await logIn(actor(), lab, who);
      const text = canary('text');
      await openCompose(page, lab, { _to: `${other().user}@lab.test` });
      await actor().killBackground();
      await press(page, 'compose-with-sotto');
      const composer = await actor().frameOf(page, 'composer.html');
      await composer.waitForSelector('[data-testid="composer"][data-step="writing"]');
      await actor().killBackground();
      await fill(composer, 'composer-text', text);
      await seeText(composer, 'composer-status', /Draft kept/);
      await actor().killBackground();
      await pressSend(composer);
      await leftCompose(page);
      expect(lab.spooled()).toHaveLength(1);
      expect(searchLab(lab, [text])).toEqual([]);
      await page.close();
    });

    it.each(AFTER_SEND)('%i ms after Send: the mail goes out exactly once', async (delay) => {
      const { lab } = stage();
      const page = await logIn(actor(), lab, who);
      const composer = await openComposer(actor(), page, lab, { _to: `${other().user}@lab.test` });
      const text = canary('text');
      await fill(composer, 'composer-text', text);
      const pressed = pressSend(composer);
      const moment = performance.now() + delay;
      await pressed;
      await until('the moment of the kill', () => performance.now() >= moment, { within: 2_000, every: 5 });
      await actor().killBackground();
      await leftCompose(page);
      expect(lab.spooled()).toHaveLength(1);
      await page.close();
      const reading = await logIn(other(), lab, other().user);
      const { reader } = await receive(other(), reading, lab);
      expect((await textOf(reader, 'reader-text')).trim()).toBe(text);
      await reading.close();
    });

    it('before and while a mail is opened, and before the answer: it is read, nobody is told to try again', async () => {
      const { lab } = stage();
      const sending = await logIn(other(), lab, other().user);
      const text = canary('text');
      await send(other(), sending, lab, { to: `${who}@lab.test`, subject: 'x', text });
      await sending.close();
      const page = await logIn(actor(), lab, who);
      const { uid } = await waitForMail(page, lab);
      await actor().killBackground();
      await openMail(page, lab, uid);
      await seeText(await actor().frameOf(page, 'reader.html'), 'reader-text', new RegExp(text));
      const opening = openMail(page, lab, uid);
      await actor().killBackground();
      await opening;
      const reader = await actor().frameOf(page, 'reader.html');
      await seeText(reader, 'reader-text', new RegExp(text));
      await actor().killBackground();
      await press(reader, 'reader-reply');
      await page.waitForSelector('#compose_to .recipient-input input');
      await seeText(await actor().frameOf(page, 'composer.html'), 'composer-text', new RegExp(text));
      await page.close();
    });
  });
});
