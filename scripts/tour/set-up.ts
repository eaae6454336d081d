import type { Page } from 'puppeteer-core';
import { fillNamed, pressNamed, seeWords } from '../../tests/support/browser/named';
import type { Person } from '../../tests/support/browser/person';
import { addressOfUser, type Lab, type LabUser } from '../../tests/support/lab/lab';
import { logIn } from '../../tests/support/lab/roundcube';
import type { Narrator } from './steps';

/** Passphrase, key and own words, as the set-up asks for them. */
export async function setUp(person: Person, user: LabUser, name: string, tell: Narrator): Promise<Page> {
  const app = await person.openExtensionPage('app.html');
  await pressNamed(app, 'Begin');
  const passphrase = `${user} walks over the quiet violet bridge`;
  await fillNamed(app, 'Passphrase', passphrase);
  await fillNamed(app, 'The same again', passphrase);
  await tell.picture(person, app, 'passphrase');
  await pressNamed(app, 'Set passphrase');
  await fillNamed(app, 'Name', name);
  await fillNamed(app, 'Email', addressOfUser(user));
  await tell.picture(person, app, 'key');
  await pressNamed(app, 'Make my key');
  await fillNamed(app, 'Your words', `${user}, blue kettle`);
  await pressNamed(app, 'Use these words');
  await pressNamed(app, 'Go to Sotto');
  return app;
}

/** Logs in to the webmail and grants it from the toolbar's popup. */
export async function grant(person: Person, user: LabUser, lab: Pick<Lab, 'url'>, tell: Narrator): Promise<Page> {
  const page = await logIn(person, lab, user);
  const popup = await person.openPopupFor(page);
  await seeWords(popup, /Sotto does nothing on this site/);
  await tell.picture(person, popup, 'popup-before');
  await pressNamed(popup, 'Use Sotto on ');
  await seeWords(popup, /Ready in|Sotto is allowed here|Stop using Sotto/);
  await tell.picture(person, popup, 'popup-after');
  await popup.close();
  await page.bringToFront();
  await page.reload({ waitUntil: 'domcontentloaded' });
  return page;
}
