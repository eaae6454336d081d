import { browser } from './browser';
import { patternFor } from './content-scripts';

/**
 * Asks the person for one origin. Must be called inside the click itself: after the first `await`
 * both browsers refuse to show the question. Answers whether the person said yes.
 */
export const requestOrigin = (origin: string): Promise<boolean> =>
  browser.permissions.request({ origins: [patternFor(origin)] });
