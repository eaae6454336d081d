export type OurFrameRequest = {
  /** Address of a page of ours. */
  readonly url: string;
  readonly ticket: string;
  /** Accessible name. */
  readonly title: string;
  /** CSS pixels, whenever the frame says how high it wants to be. */
  readonly onHeight: (height: number, isFirst: boolean) => void;
  /** The frame never came up. */
  readonly onFailed: () => void;
  /** The frame was loaded a second time: the page moved its place in the document, and a ticket serves one frame. */
  readonly onReloaded?: () => void;
};

export type OurFrame = {
  readonly frame: HTMLIFrameElement;
  /** To be called when the element is in the document: it is loaded once, and never by a page's clone of it. */
  load(): void;
  stop(): void;
};

const HEIGHT = { least: 16, most: 20_000 } as const;
/** A frame that has not said its size by then did not load: the page blocked it, or the extension is gone. */
const PATIENCE_MS = 15_000;

/** The element for one of our extension pages. It belongs into a closed shadow root, where the page cannot reach it. */
export function createFrame(page: Document, request: OurFrameRequest): OurFrame {
  const frame = page.createElement('iframe');
  const stop = new AbortController();
  let heard = 0;
  let loads = 0;
  frame.title = request.title;
  frame.allow = 'clipboard-write';
  frame.referrerPolicy = 'no-referrer';

  page.defaultView?.addEventListener(
    'message',
    (event: MessageEvent<unknown>) => {
      if (event.source === null || event.source !== frame.contentWindow) return;
      const height = wantedHeight(event.data, request.ticket);
      if (height === undefined) return;
      heard += 1;
      request.onHeight(height, heard === 1);
    },
    { signal: stop.signal },
  );
  const late = setTimeout(() => {
    if (heard === 0) request.onFailed();
  }, PATIENCE_MS);
  stop.signal.addEventListener('abort', () => clearTimeout(late));

  const loaded = () => {
    if (loads === 0 && !holdsOurs(frame, request.url)) return;
    loads += 1;
    if (loads > 1) request.onReloaded?.();
  };

  return {
    frame,
    load() {
      frame.src = request.url.includes('#') ? request.url : `${request.url}#${request.ticket}`;
      frame.addEventListener('load', loaded, { signal: stop.signal });
    },
    stop: () => stop.abort(),
  };
}

/**
 * Whether an element has loaded our page `url`: some browsers load an empty document first, which is still the page's.
 * Firefox lets a content script look into ours, Chrome does not.
 */
export function holdsOurs(frame: HTMLIFrameElement, url: string): boolean {
  const inside = frame.contentDocument;
  return inside === null || sansFragment(inside.URL) === sansFragment(url);
}

const sansFragment = (url: string): string => url.replace(/#.*$/, '');

/** `{ sotto: 'resize', ticket, height }` from the frame itself; everything else is not for us. */
function wantedHeight(data: unknown, ticket: string): number | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { sotto, ticket: named, height } = data as Record<string, unknown>;
  if (sotto !== 'resize' || named !== ticket || typeof height !== 'number' || !Number.isFinite(height))
    return undefined;
  return Math.ceil(Math.min(Math.max(height, HEIGHT.least), HEIGHT.most));
}
