import type { Sender } from '../bus/sender';
import { parseOrigin } from '../core/parse';
import { browser } from './browser';

/** What the browser itself says of who sent a message. */
type RawSender = { id?: string; url?: string; origin?: string; frameId?: number; tab?: { id?: number } };

const WINDOWS = ['/popup.html', '/app.html', '/certificate.html', '/call-window.html'];
const FRAMES = ['/reader.html', '/composer.html', '/bar.html', '/chat-box.html', '/chat-line.html', '/call-frame.html'];

/**
 * The class of a sender, from the browser's MessageSender alone: never from the message.
 * `undefined`: a foreign extension, an unlisted document of ours, or one of our windows inside a frame.
 */
export function classifySender(
  raw: RawSender,
  ownOrigin = `${globalThis.location.protocol}//${globalThis.location.host}`,
): Sender | undefined {
  if (raw.id !== browser.runtime.id || raw.url === undefined) return undefined;
  const url = URL.parse(raw.url);
  if (url === null) return undefined;
  const place = {
    ...(raw.tab?.id === undefined ? {} : { tabId: raw.tab.id }),
    ...(raw.frameId === undefined ? {} : { frameId: raw.frameId }),
  };
  if (`${url.protocol}//${url.host}` === ownOrigin) return classifyOwn(url.pathname, place);
  const origin = pageOrigin(raw, url);
  if (origin === undefined || place.tabId === undefined) return undefined;
  return { class: 'page', origin, ...place };
}

function classifyOwn(path: string, place: { tabId?: number; frameId?: number }): Sender | undefined {
  const framed = place.tabId !== undefined && place.frameId !== undefined && place.frameId !== 0;
  if (framed) return FRAMES.includes(path) ? { class: 'frame', path, ...place } : undefined;
  return WINDOWS.includes(path) ? { class: 'window', path, ...place } : undefined;
}

/** Frames like about:blank carry their parent's origin, which only `origin` tells. */
function pageOrigin(raw: RawSender, url: URL): Sender['origin'] {
  try {
    return parseOrigin(raw.origin ?? url.origin);
  } catch {
    return undefined;
  }
}
