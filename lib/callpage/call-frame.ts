import type { ToCallFrame } from '../callmedia/contract';
import type { TicketId } from '../core/brand';
import { OURS } from '../page/frame';
import { holdsOurs } from '../page/our-frame';

export type PlacedFrame = {
  /** False once the page has thrown it away. */
  stands(): boolean;
  remove(): void;
};

/**
 * Without a size, and not `visibility:hidden`: Chrome takes a frame that is not drawn for one in the background, and gives
 * its whole process less of the machine, while every frame of the call waits for it.
 */
const STYLE = 'position:fixed;width:0;height:0;border:0';

/**
 * Our frame beside the page's call: nothing to see, in a closed shadow root. Its address, with the ticket in it, is
 * nowhere in the page's reach, so that only who made it can speak to it. It never speaks to the window around it: the
 * page would hear that.
 */
export function placeCallFrame(
  page: Document,
  at: { readonly url: string; readonly origin: string },
  ticket: TicketId,
  give: () => { readonly use: ToCallFrame['port']; readonly port: MessagePort },
): PlacedFrame {
  const host = page.createElement('div');
  host.setAttribute(OURS, '');
  host.style.cssText = 'all:initial !important;display:block !important;position:fixed !important';
  const frame = page.createElement('iframe');
  frame.title = 'Sotto call';
  frame.referrerPolicy = 'no-referrer';
  frame.style.cssText = STYLE;
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  let given = false;
  frame.addEventListener('load', () => {
    if (given || !holdsOurs(frame, at.url)) return;
    given = true;
    const { use, port } = give();
    const message: ToCallFrame = { sotto: 'call-frame', ticket, port: use };
    frame.contentWindow?.postMessage(message, at.origin, [port]);
  });
  host.attachShadow({ mode: 'closed' }).append(frame);
  page.documentElement.append(host);
  frame.src = `${at.url}#${ticket}`;
  return { stands: () => host.isConnected, remove: () => host.remove() };
}
