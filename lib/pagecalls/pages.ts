import type { TicketId } from '../core/brand';
import type { PageCallReport } from '../core/calls';
import type { HeldKeys } from './held-keys';
import { PAGE_CALL_LIMITS } from './limits';
import { type Desk, newTab, type PageDocument, type Tab, type World } from './state';

/** The browser's number of the top document of a tab. */
export const TOP = 0;

/** The newest last; those that nothing is protected in are forgotten first. */
export function tabFor(world: World, known: Pick<Tab, 'tabId' | 'origin'>): Tab {
  const found = world.tabs.find((tab) => tab.tabId === known.tabId && tab.origin === known.origin);
  if (found) return found;
  const tab = newTab(known.tabId, known.origin);
  world.tabs.push(tab);
  const surplus = world.tabs.length - PAGE_CALL_LIMITS.tabs;
  if (surplus > 0) {
    const idle = world.tabs.filter((one) => !one.protected && one !== tab).slice(0, surplus);
    world.tabs = world.tabs.filter((one) => !idle.includes(one));
  }
  return tab;
}

/** Said again by a document that is known (a script that lost us for a moment), or late by one that is gone. */
export function isKnown(
  world: World,
  known: Pick<Tab, 'tabId' | 'origin'>,
  { document, began }: PageDocument,
): boolean {
  return world.tabs.some(
    (tab) =>
      tab.tabId === known.tabId &&
      tab.documents.some(
        (one) =>
          one.document === document && (one.began > began || (one.began === began && tab.origin === known.origin)),
      ),
  );
}

/** The call was left, if there was one, and this document began after that: it is not one that had to stay protected. */
const isOver = ({ call, leftAt = Number.NEGATIVE_INFINITY }: Tab, began: number): boolean =>
  call === undefined && began > leftAt;

/** A top document began: documents of all origins in this tab went with the page that was there. */
export function leaveBehind(world: World, known: Pick<Tab, 'tabId' | 'origin'>, began: number): void {
  world.tabs = world.tabs.filter(
    (tab) => tab.tabId !== known.tabId || tab.origin === known.origin || !isOver(tab, began),
  );
}

/**
 * A document of this origin began. Where it is the top one, or the only one there was, the page was loaded anew: a call
 * that was left before is over, and what the old page did is no fault of the new one. A document that began while the
 * call was there stays protected, whenever its script is heard. The frame that has the keys keeps them until another
 * one comes.
 */
export function enter(tab: Tab, entered: PageDocument): void {
  const others = tab.documents.filter(({ document }) => document !== entered.document);
  const isAnew = entered.document === TOP || others.length === 0;
  if (isAnew && isOver(tab, entered.began)) Object.assign(tab, { protected: false, tampered: false });
  tab.documents = [...others, entered].slice(-PAGE_CALL_LIMITS.documents);
}

const deskOf = (ticket: TicketId, document: number): Desk => ({
  ticket,
  document,
  from: 0,
  orders: [],
  numbered: 0,
});

/** A frame came up: it gets the keys, unless media flow in another document, whose frame has them. */
export function seatFrame(
  tab: Tab,
  frame: { readonly ticket: TicketId; readonly document: number },
  isLive: (document: number) => boolean,
  held: HeldKeys,
): void {
  tab.frames = [...tab.frames.filter(({ ticket }) => ticket !== frame.ticket), frame].slice(
    -PAGE_CALL_LIMITS.documents,
  );
  const { desk } = tab;
  if (desk?.ticket === frame.ticket) {
    // The same frame, loaded anew: its numbers go on.
    held.forgetFrame(desk.ticket);
    delete desk.begun;
    desk.orders = [];
    return;
  }
  if (desk !== undefined && desk.document !== frame.document && isLive(desk.document)) return;
  if (desk !== undefined) held.forgetFrame(desk.ticket);
  tab.desk = deskOf(frame.ticket, frame.document);
}

/** Media flow in one document while the keys are at the frame of another, where none do: they move. */
export function followMedia(
  tab: Tab,
  document: number,
  report: PageCallReport,
  isLive: (document: number) => boolean,
  held: HeldKeys,
): boolean {
  const { desk } = tab;
  if (report.live === 0 || desk === undefined || desk.document === document || isLive(desk.document)) return false;
  const frame = tab.frames.findLast((one) => one.document === document);
  if (frame === undefined) return false;
  held.forgetFrame(desk.ticket);
  tab.desk = deskOf(frame.ticket, frame.document);
  return true;
}
