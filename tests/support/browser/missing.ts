import { findBrowser } from '../../../scripts/lib/find-browsers.mjs';

/** What stands in the way of runs in real browsers, in words; `undefined` where both are here. */
export function browserMissing(): string | undefined {
  const absent = (['chromium', 'firefox'] as const).filter((name) => findBrowser(name) === undefined);
  return absent.length === 0 ? undefined : `no ${absent.join(' and no ')}`;
}
