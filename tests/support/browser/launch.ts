import { findBrowser } from '../../../scripts/lib/find-browsers.mjs';
import { launchChromium } from './launch-chromium';
import { launchFirefox } from './launch-firefox';
import type { LaunchOptions, Person } from './person';

export const KINDS = ['chromium', 'firefox'] as const;

export const launch = (kind: Person['kind'], options: LaunchOptions): Promise<Person> =>
  kind === 'chromium' ? launchChromium(options) : launchFirefox(options);

/** `undefined` where this browser can be used here; else what is missing, in words. */
export const browserMissing = (kind: Person['kind']): string | undefined =>
  findBrowser(kind) === undefined ? `no ${kind === 'chromium' ? 'Chromium' : 'Firefox'} is installed` : undefined;
