import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../../../scripts/lib/find-browsers.mjs';
import { bounded, until } from '../wait';
import { chromeScope } from './chrome-scope';
import { addressOf, framesWith } from './frames';
import { ownLifetime, profileFor, takeScreenshot } from './lifetime';
import type { LaunchOptions, Person } from './person';

const ADDRESS = '5077c0de-0000-4000-8000-000000000001';
const ORIGIN = `moz-extension://${ADDRESS}`;

const preferences = (extensionId: string, options: LaunchOptions) => ({
  // A fixed address for our pages, and no prompt where the extension asks for a site.
  'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: ADDRESS }),
  'extensions.webextOptionalPermissionPrompts': false,
  // A temporary add-on would lose its data with the browser, and the tests restart browsers.
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
  'layout.css.prefers-color-scheme.content-override': options.colorScheme === 'dark' ? 0 : 1,
  'browser.shell.checkDefaultBrowser': false,
  'network.proxy.type': 0,
  // Calls: a camera and a microphone that always show the same, no question about them, and this machine as the network.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
});

export async function launchFirefox(options: LaunchOptions): Promise<Person> {
  const executablePath = findBrowser('firefox');
  if (executablePath === undefined) throw new Error('no Firefox: set FIREFOX_PATH');
  const extensionId = geckoId(options.extension);
  const profile = profileFor(options);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: options.visible !== true,
    enableExtensions: true,
    // A page that does not answer ends its own test, not the whole run.
    protocolTimeout: 60_000,
    userDataDir: profile.folder,
    defaultViewport: options.visible === true ? null : { width: 1280, height: 900 },
    args: ['-remote-allow-system-access'],
    extraPrefsFirefox: preferences(extensionId, options),
  });
  const lifetime = ownLifetime(browser, profile.drop);
  await browser.installExtension(resolve(options.extension));
  const scope = chromeScope(browser);
  const extension = `const extension = WebExtensionPolicy.getByID(${JSON.stringify(extensionId)}).extension;`;

  const backgroundState = async () => String(await scope.run(`${extension} return extension.backgroundState;`));

  const openOwn = async (path: string): Promise<Page> => {
    const before = new Set(await browser.pages());
    const url = JSON.stringify(`${ORIGIN}/${path}`);
    await scope.run(`gBrowser.selectedTab = gBrowser.addTrustedTab(${url})`);
    return until(`${path} to open`, () => ownPage(browser, path, (page) => !before.has(page)));
  };

  const person: Person = {
    name: options.name,
    kind: 'firefox',
    browser,
    profileDir: profile.folder,
    origin: ORIGIN,
    async openPage(url) {
      if (url.startsWith(`${ORIGIN}/`)) return openOwn(url.slice(ORIGIN.length + 1));
      const page = await browser.newPage();
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      return page;
    },
    openExtensionPage: openOwn,
    extensionPage: (path) => until(`${path} to be opened`, () => ownPage(browser, path)),
    frameOf: (page, document) =>
      until(`${document} in the page`, async () => (await framesWith(page, 'moz-extension', document)).at(-1)),
    framesOf: (page, document) => framesWith(page, 'moz-extension', document),
    async openPopupFor(page) {
      await page.bringToFront();
      // Remote control does not reach the real popup's document; a tab with it does, told which tab is meant.
      const tab = await scope.run(`${extension}
        const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
        const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
        const element = NavigableManager.getBrowserById('${contextOf(page)}');
        const tab = element.ownerDocument.defaultView.gBrowser.getTabForBrowser(element);
        extension.tabManager.addActiveTabPermission(tab);
        return ExtensionParent.apiManager.global.tabTracker.getId(tab);`);
      return openOwn(`popup.html?tab=${String(tab)}`);
    },
    async killBackground() {
      // Firefox never ends one that is only just starting.
      await until('the background to stand', async () => /running|stopped/.test(await backgroundState()));
      await bounded('ending the background', scope.run(`${extension} await extension.terminateBackground();`), 10_000);
    },
    backgroundRuns: async () => (await backgroundState()) === 'running',
    ...lifetime,
    screenshot: (page, name) => takeScreenshot(page, options, name),
  };
  return person;
}

/** Firefox's own name of a page; puppeteer knows it, its public types do not. */
const contextOf = (page: Page) => (page.mainFrame() as unknown as { _id: string })._id;

async function ownPage(browser: Browser, path: string, filter: (page: Page) => boolean = () => true) {
  const pathname = URL.parse(`${ORIGIN}/${path}`)?.pathname;
  for (const page of (await browser.pages()).toReversed()) {
    if (!filter(page)) continue;
    const url = URL.parse(await addressOf(page));
    if (url?.protocol === 'moz-extension:' && url.pathname === pathname) return page;
  }
  return undefined;
}

function geckoId(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const { browser_specific_settings: settings } = manifest as {
    browser_specific_settings: { gecko: { id: string } };
  };
  return settings.gecko.id;
}
