/** The extension's own pages, in Chrome and Firefox; their hosts differ from install to install. */
const EXTENSION = /^(?:chrome|moz)-extension:\/\/[a-z0-9-]{1,64}$/;

export const isExtension = (origin: string): boolean => EXTENSION.test(origin);

/** Web pages ask with their origin; none may, but those that the relay is configured for. A program has none. */
export const isForeign = (origin: string | undefined, allowed: readonly string[]): boolean =>
  origin !== undefined && !isExtension(origin) && !allowed.includes(origin);
