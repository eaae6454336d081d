import { describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../lib/core/brand';
import { createOpenPgp } from '../../lib/openpgp/openpgp';
import { press, seeText } from '../support/browser/elements';
import { browserMissing } from '../support/browser/missing';
import { fillNamed, pressNamed, seeWords } from '../support/browser/named';
import type { Person } from '../support/browser/person';
import { ask } from '../support/e2e/bus';
import { launch, PASSPHRASE } from '../support/e2e/cast';
import { leftCompose, pressSend } from '../support/e2e/mail';
import { type Lab, labMissing, startLab } from '../support/lab/lab';
import { searchFolder } from '../support/lab/leaks';
import { logIn, openCompose } from '../support/lab/roundcube';
import { until } from '../support/wait';

const missing = labMissing() ?? browserMissing();

/** Through our windows alone, as somebody who has just installed Sotto: no shortcut through the bus. */
async function setUp(person: Person): Promise<void> {
  const app = await person.extensionPage('app.html');
  await pressNamed(app, 'Begin');
  await person.screenshot(app, 'setup-passphrase');
  await fillNamed(app, 'Passphrase', PASSPHRASE);
  await fillNamed(app, 'The same again', PASSPHRASE);
  await pressNamed(app, 'Set passphrase');
  await fillNamed(app, 'Name', 'Alice Lab');
  await fillNamed(app, 'Email', 'alice@lab.test');
  await pressNamed(app, 'Make my key');
  await fillNamed(app, 'Your words', 'blue kettle, Tuesday');
  await pressNamed(app, 'Use these words');
  await pressNamed(app, 'Go to Sotto');
  await person.screenshot(app, 'app-after-setup');
}

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'from install to a sealed mail' : `from install to a sealed mail (skipped: ${missing})`,
  () => {
    it.each(['chromium', 'firefox'] as const)(
      'by our own windows alone, in %s [req 3] [req 26] [req 32]',
      async (kind) => {
        let lab: Lab | undefined;
        const person = await launch(kind, 'alice');
        try {
          lab = await startLab();
          await setUp(person);

          const page = await logIn(person, lab, 'alice');
          expect(await person.framesOf(page, 'bar.html')).toEqual([]);
          const popup = await person.openPopupFor(page);
          await person.screenshot(popup, 'popup-not-granted').catch(() => undefined);
          await pressNamed(popup, 'Use Sotto on 127.0.0.1');
          const bar = await person.frameOf(page, 'bar.html');
          await seeText(bar, 'bar-status', /Ready/);

          // Bob's certificate is not here yet: the composer says so, and the way leads to our own windows.
          await openCompose(page, lab, { _to: 'bob@lab.test' });
          await press(page, 'compose-with-sotto');
          const composer = await person.frameOf(page, 'composer.html');
          await seeText(composer, 'composer-phrase', /blue kettle/);
          await seeText(composer, 'composer-reason', /certificate/i);

          const bob = await createOpenPgp().makeKey({
            name: 'Bob Lab',
            email: 'bob@lab.test' as EmailAddress,
            version: 'v4',
          });
          const { armored } = await createOpenPgp().view(bob.certificate, []);
          const app = await person.openExtensionPage('app.html#contacts');
          await pressNamed(app, 'Add a certificate');
          await fillNamed(app, 'Or paste the certificate', armored);
          await pressNamed(app, 'Look at this certificate');
          const window = await person.extensionPage('certificate.html');
          await seeWords(window, /Bob Lab/);
          await person.screenshot(window, 'certificate');
          await pressNamed(window, 'Verified: I compared it');
          await seeWords(window, /Compare with Bob/);
          await person.screenshot(window, 'certificate-compare');
          const shown = (await seeWords(window, /./)).replaceAll(/\s/g, '').toLowerCase();
          expect(shown).toContain(bob.certificate.fingerprint);
          await pressNamed(window, 'Every group is the same');
          await until('the decision to be stored', async () => {
            const [contact] = await ask(app, 'contacts.list');
            return contact?.decision === 'verified';
          });

          await page.bringToFront();
          await composer.type('[data-testid="composer-text"]', 'Hello from a fresh install');
          await seeText(composer, 'composer-chip', /verified/);
          await pressSend(composer);
          await leftCompose(page);
          expect(lab.spooled().map(({ to }) => to)).toEqual([['bob@lab.test']]);

          // [req 3] The profile on disk, after an unlock, holds neither passphrase nor text.
          expect(searchFolder(person.profileDir, [PASSPHRASE, 'Hello from a fresh install'])).toEqual([]);
        } finally {
          await person.close();
          await lab?.destroy();
        }
      },
      180_000,
    );
  },
);
