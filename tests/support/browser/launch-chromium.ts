import { resolve } from 'node:path';
import type { Browser, Page, Target } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../../../scripts/lib/find-browsers.mjs';
import { bounded, until } from '../wait';
import { framesWith } from './frames';
import { ownLifetime, profileFor, takeScreenshot } from './lifetime';
import type { LaunchOptions, Person } from './person';

const ARGUMENTS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Calls: a camera and a microphone that always show the same, and no question about them.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
];

export async function launchChromium(options: LaunchOptions): Promise<Person> {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) throw new Error('no Chromium: set CHROME_PATH');
  const profile = profileFor(options);
  const browser = await puppeteer.launch({
    executablePath,
    headless: options.visible !== true,
    pipe: true,
    enableExtensions: true,
    // A page that does not answer ends its own test, not the whole run.
    protocolTimeout: 60_000,
    userDataDir: profile.folder,
    defaultViewport: options.visible === true ? null : { width: 1280, height: 900 },
    args: [
      ...ARGUMENTS,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(options.visible === true ? [] : ['--disable-gpu']),
      ...(options.colorScheme === 'dark' ? ['--force-dark-mode'] : []),
    ],
  });
  const lifetime = ownLifetime(browser, profile.drop);
  const id = await browser.installExtension(resolve(options.extension));
  const origin = `chrome-extension://${id}`;
  const person: Person = {
    name: options.name,
    kind: 'chromium',
    browser,
    profileDir: profile.folder,
    origin,
    async openPage(url) {
      const page = await browser.newPage();
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      return page;
    },
    openExtensionPage: (path) => person.openPage(`${origin}/${path}`),
    extensionPage: (path) => until(`${path} to be opened`, () => newestPage(browser, `${origin}/${path}`)),
    frameOf: (page, document) =>
      until(`${document} in the page`, async () => (await framesWith(page, 'chrome-extension', document)).at(-1)),
    framesOf: (page, document) => framesWith(page, 'chrome-extension', document),
    openPopupFor: (page) => openPopup(browser, id, page),
    killBackground: () => killWorker(browser, origin),
    backgroundRuns: async () => worker(browser, origin) !== undefined,
    ...lifetime,
    screenshot: (page, name) => takeScreenshot(page, options, name),
  };
  return person;
}

/** Windows made by `windows.create` and popups are page targets like tabs. */
async function newestPage(browser: Browser, url: string): Promise<Page | undefined> {
  const target = browser.targets().findLast((one) => one.type() === 'page' && one.url().startsWith(url));
  const page = await target?.asPage();
  // Asked, because a window that is being closed still has a target for a moment.
  const alive =
    page !== undefined &&
    (await bounded(
      'a new window',
      page.evaluate(() => true),
      2_000,
    ));
  return alive ? page : undefined;
}

/** The real thing: the browser opens the popup as after a click on the toolbar, and `activeTab` is given. */
async function openPopup(browser: Browser, id: string, page: Page): Promise<Page> {
  await page.bringToFront();
  const extension = (await browser.extensions()).get(id);
  if (extension === undefined) throw new Error('the extension is not installed');
  const before = new Set(browser.targets());
  await extension.triggerAction(page);
  const url = `chrome-extension://${id}/popup.html`;
  const target = await until('the popup to open', () =>
    browser.targets().find((one) => !before.has(one) && one.url().startsWith(url)),
  );
  return target.asPage();
}

const worker = (browser: Browser, origin: string): Target | undefined =>
  browser.targets().find((one) => one.type() === 'service_worker' && one.url().startsWith(`${origin}/`));

/** Closes the service worker's target, without attaching to it. */
async function killWorker(browser: Browser, origin: string): Promise<void> {
  const target = worker(browser, origin);
  if (target === undefined) return;
  const session = await browser.target().createCDPSession();
  try {
    const { targetInfos } = await session.send('Target.getTargets');
    const info = targetInfos.find(({ type, url }) => type === 'service_worker' && url.startsWith(`${origin}/`));
    if (info !== undefined) await session.send('Target.closeTarget', { targetId: info.targetId });
    await until('the background to end', () => !browser.targets().includes(target));
  } finally {
    await session.detach();
  }
}
