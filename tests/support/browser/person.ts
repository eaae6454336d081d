import type { Browser, Frame, Page } from 'puppeteer-core';

/** Our documents that stand inside other people's pages. */
export type FrameDocument =
  | 'reader.html'
  | 'composer.html'
  | 'bar.html'
  | 'chat-box.html'
  | 'chat-line.html'
  | 'call-frame.html';
/** Something one can look and click in: a page, or a frame of one. */
export type View = Page | Frame;

/** A person at a browser of their own that carries the extension. Two people are two browsers. */
export type Person = {
  readonly name: string;
  readonly kind: 'chromium' | 'firefox';
  readonly browser: Browser;
  readonly profileDir: string;
  /** `chrome-extension://...` or `moz-extension://...`, without a slash at the end. */
  readonly origin: string;
  openPage(url: string): Promise<Page>;
  /** Opens `app.html#keys` and the like as a tab of the extension. */
  openExtensionPage(path: string): Promise<Page>;
  /** Waits for a tab or window that the extension itself opened; the newest one with this path. */
  extensionPage(path: string): Promise<Page>;
  /** Waits for one of our frames inside a page, as deep as it may stand. */
  frameOf(page: Page, document: FrameDocument): Promise<Frame>;
  /** All of our frames of one kind that stand in a page now. */
  framesOf(page: Page, document: FrameDocument): Promise<readonly Frame[]>;
  /** The toolbar popup for a page: Chrome's real one; in Firefox its document as a tab, with `activeTab` given. */
  openPopupFor(page: Page): Promise<Page>;
  /** Ends the background as the browser would, at once. It comes back with the next event. */
  killBackground(): Promise<void>;
  backgroundRuns(): Promise<boolean>;
  /** SIGKILL to the whole browser; the profile stays. */
  crash(): Promise<void>;
  /** Ends the browser and deletes a profile that was made for it. */
  close(): Promise<void>;
  /** Saves `<folder>/<person>-<name>.png` and answers its path. */
  screenshot(page: Page, name: string): Promise<string>;
};

export type LaunchOptions = {
  readonly name: string;
  /** Folder of the built extension. */
  readonly extension: string;
  /** Kept at the end if given; else one is made and deleted. */
  readonly profileDir?: string;
  /** A visible browser; headless if left out. */
  readonly visible?: boolean;
  /** Where screenshots go; `.shots` if left out. */
  readonly shots?: string;
  readonly colorScheme?: 'light' | 'dark';
};
