import { browser } from './browser';
import { patternFor } from './content-scripts';

export const hasOrigin = (origin: string): Promise<boolean> =>
  browser.permissions.contains({ origins: [patternFor(origin)] });

/** The test build's loopback hosts are required ones, which the browser does not give back. */
export async function dropOrigin(origin: string): Promise<void> {
  await browser.permissions.remove({ origins: [patternFor(origin)] }).catch(() => false);
}

export function onPermissionAdded(listener: () => void): void {
  browser.permissions.onAdded.addListener(() => listener());
}
