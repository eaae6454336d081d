import type { SiteUses } from '../core/site-state';
import { SITE_USES, type SiteUse } from '../core/webchat';
import { browser } from './browser';

type Script = {
  readonly name: string;
  readonly file: string;
  /** `MAIN`: among the page's own scripts; else in a world of our own. */
  readonly world: 'ISOLATED' | 'MAIN';
};

/** What runs on a site. Chat and calls need a proxy in the page's own world, before the page's first script. */
const SCRIPTS: Record<SiteUse, readonly Script[]> = {
  mail: [{ name: 'mail', file: 'content-scripts/mail.js', world: 'ISOLATED' }],
  chat: [
    { name: 'chat', file: 'content-scripts/chat.js', world: 'ISOLATED' },
    { name: 'chat-page', file: 'content-scripts/chat-page.js', world: 'MAIN' },
  ],
  call: [
    { name: 'call', file: 'content-scripts/call.js', world: 'ISOLATED' },
    { name: 'call-page', file: 'content-scripts/call-page.js', world: 'MAIN' },
  ],
};

const scriptId = (name: string, origin: string) => `${name} ${origin}`;
const idsOf = (origin: string, uses: SiteUses) =>
  uses.flatMap((use) => SCRIPTS[use].map(({ name }) => scriptId(name, origin)));

/** Match pattern for one origin; a port cannot be part of it in Chrome, so the script checks its own origin. */
export const patternFor = (origin: string): string => `${new URL(origin).protocol}//${new URL(origin).hostname}/*`;

/** Registers our scripts for a granted origin, for this and every later session. */
export async function registerScripts(origin: string, uses: SiteUses): Promise<void> {
  const known = await browser.scripting.getRegisteredContentScripts({ ids: idsOf(origin, uses) });
  const missing = uses
    .flatMap((use) => SCRIPTS[use].map((script) => ({ ...script, use })))
    .filter(({ name }) => !known.some(({ id }) => id === scriptId(name, origin)));
  if (missing.length === 0) return;
  await browser.scripting.registerContentScripts(
    missing.map(({ name, file, world, use }) => ({
      id: scriptId(name, origin),
      matches: [patternFor(origin)],
      js: [file],
      runAt: 'document_start' as const,
      allFrames: true,
      // Frames without an address of their own (about:blank, srcdoc, blob) hold the same built-ins.
      ...(use === 'mail' ? {} : { matchOriginAsFallback: true }),
      persistAcrossSessions: true,
      ...(world === 'MAIN' ? { world: 'MAIN' as never } : {}),
    })),
  );
}

/** Those of every use but these: with none named, nothing of ours comes into its pages any more. */
export async function unregisterScripts(origin: string, butFor: SiteUses): Promise<void> {
  const ids = idsOf(
    origin,
    SITE_USES.filter((use) => !butFor.includes(use)),
  );
  const known = await browser.scripting.getRegisteredContentScripts({ ids });
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: known.map(({ id }) => id) });
}

/** Firefox ends our scripts in open pages together with the extension; Chrome lets them run on and end by themselves. */
export const scriptsEndWithUs = (): boolean => 'getBrowserInfo' in browser.runtime;

/** Puts our scripts into a tab that was open before its site was granted. */
export async function injectScripts(tabId: number, uses: SiteUses): Promise<void> {
  for (const { file, world } of uses.flatMap((use) => SCRIPTS[use])) {
    const target = { tabId, allFrames: true };
    const how = { target, files: [file], ...(world === 'MAIN' ? { world: 'MAIN' as never } : {}) };
    await browser.scripting.executeScript(how).catch(() => []);
  }
}
