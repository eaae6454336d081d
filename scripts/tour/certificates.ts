import type { Page } from 'puppeteer-core';
import { element } from '../../tests/support/browser/elements';
import { fillNamed, pressNamed, seeWords } from '../../tests/support/browser/named';
import type { Person } from '../../tests/support/browser/person';
import { ask } from '../../tests/support/e2e/bus';
import type { Lab } from '../../tests/support/lab/lab';
import { openCompose, openMail, waitForMail } from '../../tests/support/lab/roundcube';
import { until } from '../../tests/support/wait';
import type { Narrator } from './steps';

type At = { readonly person: Person; readonly page: Page };

/** The certificate in its armor, as "Copy certificate" gives it. */
export async function ownCertificate(app: Page): Promise<string> {
  const [key] = await ask(app, 'keys.list');
  if (key === undefined) throw new Error('no key was made');
  return key.view.armored;
}

/** Alice mails hers in an ordinary mail; Bob looks at it in the certificate window and uses it for now. */
export async function takeFromMail(from: At, to: At, armored: string, lab: Pick<Lab, 'url'>, tell: Narrator) {
  await openCompose(from.page, lab, { _to: 'bob@lab.test', _subject: 'My certificate' });
  await from.page.$eval(
    '#composebody',
    (box, text) => {
      (box as HTMLTextAreaElement).value = text;
    },
    armored,
  );
  await from.page.click('button.btn.send');
  await until('the mail to leave', () => !from.page.url().includes('_action=compose'));
  const mail = await waitForMail(to.page, lab);
  await openMail(to.page, lab, mail.uid);
  const offer = await to.person.frameOf(to.page, 'reader.html');
  await element(offer, 'reader-offer');
  await tell.picture(to.person, to.page, 'certificate-offered');
  await pressNamed(offer, 'Look at certificate');
  const window = await to.person.extensionPage('certificate.html');
  await seeWords(window, /Use for now/);
  await tell.picture(to.person, window, 'certificate-window');
  await pressNamed(window, 'Use for now');
  await decided(window);
}

/** Bob read his out; Alice pastes it, compares every group, and verifies it. */
export async function verifyPasted(
  at: { readonly person: Person; readonly app: Page },
  armored: string,
  tell: Narrator,
) {
  await pressNamed(at.app, 'Contacts');
  await pressNamed(at.app, 'Add a certificate');
  await fillNamed(at.app, 'Or paste the certificate', armored);
  await pressNamed(at.app, 'Look at this certificate');
  const window = await at.person.extensionPage('certificate.html');
  await pressNamed(window, 'Verified: I compared it');
  await tell.picture(at.person, window, 'compare');
  await pressNamed(window, 'Every group is the same');
  await decided(window);
}

/** The window closes itself once the decision is kept; where the browser does not let it, it says so. */
async function decided(window: Page): Promise<void> {
  await until('the decision to be kept', async () => {
    // biome-ignore lint/performance/useDomNodeTextContent: what a person sees is what counts
    const said = await window.evaluate(() => document.body.innerText).catch(() => undefined);
    return said === undefined || /Saved:/.test(said);
  });
}
