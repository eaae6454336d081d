import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { launchChromium } from '../browser/launch-chromium';
import { launchFirefox } from '../browser/launch-firefox';
import type { Person } from '../browser/person';
import { addressOfUser, type Lab, type LabUser } from '../lab/lab';
import { ask } from './bus';

/** Another folder of builds, so that one can go on building while tests run. */
const OUTPUT = process.env['SOTTO_OUTPUT'] ?? resolve(import.meta.dirname, '../../../.output');
export const CHROME_BUILD = join(OUTPUT, 'chrome-mv3-testing');
export const FIREFOX_BUILD = join(OUTPUT, 'firefox-mv2');

/** Never anything else's text, so that a search for it proves something. */
export const PASSPHRASE = 'correct horse canary battery 9f3a';

/** Somebody at a browser with a vault, a key and the webmail granted. */
export type Actor = Person & {
  readonly user: LabUser;
  /** One of our own windows, for arranging states through the bus. */
  readonly window: Page;
  readonly certificate: string;
  readonly fingerprint: string;
};

/**
 * @param build folder of the built extension; what the last build left if left out
 * @param profileDir kept at the end, for a browser that comes back; one is made and deleted if left out
 */
export async function castActor(
  kind: Person['kind'],
  user: LabUser,
  lab: Pick<Lab, 'url'>,
  build?: string,
  profileDir?: string,
): Promise<Actor> {
  const person = await launch(kind, user, build, profileDir);
  const window = await person.openExtensionPage('app.html');
  await ask(window, 'vault.create', { passphrase: PASSPHRASE });
  const name = user[0]?.toUpperCase() + user.slice(1);
  const key = await ask(window, 'keys.make', {
    name: `${name} Lab`,
    email: addressOfUser(user) as never,
    version: 'v4',
  });
  await grantSite(kind, window, lab);
  return { ...person, user, window, certificate: key.view.armored, fingerprint: key.fingerprint };
}

/** The same person at the same profile, after the browser ended: nothing is unlocked. */
export async function revive(gone: Actor, lab: Pick<Lab, 'url'>): Promise<Actor> {
  const person = await launch(gone.kind, gone.user, undefined, gone.profileDir);
  const window = await person.openExtensionPage('app.html');
  // Firefox forgets what was permitted to a temporary add-on; a real one keeps it.
  if (gone.kind === 'firefox') await permit(window, lab);
  return { ...gone, ...person, window };
}

export function launch(kind: Person['kind'], name: string, build?: string, profileDir?: string): Promise<Person> {
  const profile = profileDir === undefined ? {} : { profileDir };
  return kind === 'chromium'
    ? launchChromium({ name, extension: build ?? CHROME_BUILD, ...profile })
    : launchFirefox({ name, extension: build ?? FIREFOX_BUILD, ...profile });
}

/** What the popup does after the person said yes. */
export async function grantSite(kind: Person['kind'], window: Page, lab: Pick<Lab, 'url'>): Promise<void> {
  if (kind === 'firefox') await permit(window, lab);
  await ask(window, 'sites.grant', { origin: lab.url as never });
}

/** Firefox's own permission prompt answers itself (a preference), but wants a real click. */
async function permit(window: Page, lab: Pick<Lab, 'url'>): Promise<void> {
  const { hostname } = new URL(lab.url);
  await window.waitForSelector('body');
  await window.evaluate((host) => {
    const button = document.createElement('button');
    button.id = 'permit';
    button.textContent = 'permit';
    const api = (globalThis as unknown as { browser: { permissions: { request(p: object): Promise<boolean> } } })
      .browser;
    button.onclick = () =>
      void api.permissions.request({ origins: [`http://${host}/*`] }).then((given) => {
        button.dataset['given'] = String(given);
      });
    document.body.append(button);
  }, hostname);
  await window.bringToFront();
  await window.click('#permit');
  await window.waitForSelector('#permit[data-given="true"]');
  await window.evaluate(() => document.querySelector('#permit')?.remove());
}

/** Puts somebody's certificate among the contacts, with a decision. */
export async function introduce(
  to: Actor,
  whom: { readonly certificate: string; readonly fingerprint: string },
  decision: 'verified' | 'in-use' | 'later' | 'refused' = 'verified',
): Promise<void> {
  await ask(to.window, 'contacts.submit', { octets: whom.certificate, evidence: { source: 'paste' } });
  await ask(to.window, 'contacts.decide', { fingerprint: whom.fingerprint as never, decision });
}
