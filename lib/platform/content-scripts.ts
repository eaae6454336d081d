import { browser } from './browser';

const FILE = 'content-scripts/mail.js';
const scriptId = (origin: string) => `mail ${origin}`;

/** Match pattern for one origin; a port cannot be part of it in Chrome, so the script checks its own origin. */
export const patternFor = (origin: string): string => `${new URL(origin).protocol}//${new URL(origin).hostname}/*`;

/** Registers our scripts for a granted origin, for this and every later session. */
export async function registerScripts(origin: string): Promise<void> {
  const id = scriptId(origin);
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
  if (known.length > 0) return;
  await browser.scripting.registerContentScripts([
    {
      id,
      matches: [patternFor(origin)],
      js: [FILE],
      runAt: 'document_start',
      allFrames: true,
      persistAcrossSessions: true,
    },
  ]);
}

export async function unregisterScripts(origin: string): Promise<void> {
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [scriptId(origin)] });
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: [scriptId(origin)] });
}

/** Firefox ends our scripts in open pages together with the extension; Chrome lets them run on and end by themselves. */
export const scriptsEndWithUs = (): boolean => 'getBrowserInfo' in browser.runtime;

/** Puts our scripts into a tab that was open before its site was granted. */
export async function injectScripts(tabId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId, allFrames: true }, files: [FILE] }).catch(() => []);
}
