import browser from 'webextension-polyfill';

/** The browser API. Only lib/platform imports this file. */
export { browser };
