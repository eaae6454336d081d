import type { CALLS_PROTOCOL } from '../../bus/calls-protocol';
import type { Sender } from '../../bus/sender';
import type { Handlers } from '../../bus/server';
import type { Origin, TicketId } from '../../core/brand';
import { AppError } from '../../core/errors';
import { parseOrigin } from '../../core/parse';
import type { CallTab } from '../../pagecalls/contract';
import type { Deps } from '../deps';
import { requireGrant, requireUse } from '../require-grant';
import { sawCalls } from '../seen-in-tab';
import { pathFor } from '../tickets';

type PageCallHandlers = Pick<
  Handlers,
  Extract<keyof typeof CALLS_PROTOCOL, `callPage.${string}` | `callFrame.${string}` | `pageCall.${string}`>
>;

/** Frames are counted four times a second; locking is a matter of minutes. */
const TOUCH_MS = 10_000;

/** Calls in other people's pages: what their script, our frame beside it and our window may ask. */
export function pageCallHandlers(deps: Deps): PageCallHandlers {
  const { tickets, grants, pageCalls } = deps;
  let touchedAt = Number.NEGATIVE_INFINITY;
  const tabOfPage = async (sender: Sender): Promise<CallTab> => {
    const { tabId, origin } = await requireGrant(grants, sender, 'call');
    return { tabId, origin, ...(sender.frameId === undefined ? {} : { document: sender.frameId }) };
  };
  const tabOfFrame = async (id: TicketId, sender: Sender): Promise<CallTab> => {
    const ticket = await tickets.claim(id, sender, ['call-frame']);
    const origin = ticket.origin as Origin;
    requireUse(await grants.require(origin), 'call');
    return { tabId: ticket.tabId, origin, document: ticket.pageFrameId };
  };
  /** A page in the page may be the one that has the call. */
  const tabOfWindow = async (tabId: number): Promise<CallTab> => {
    const url = URL.parse((await deps.screen.urlOf(tabId))?.url ?? '');
    const inner = await pageCalls.originIn(tabId);
    if (url === null && inner === undefined) throw new AppError('callpage/no-call');
    const origin = inner ?? parseOrigin(url?.origin);
    requireUse(await grants.require(origin), 'call');
    return { tabId, origin };
  };

  return {
    'callPage.hello': async ({ began }, { sender }) => {
      const tab = await tabOfPage(sender);
      await sawCalls(deps, tab.tabId);
      return pageCalls.hello(tab, began);
    },
    'callPage.offerFrame': async ({ ticket: id }, { sender }) => {
      await requireGrant(grants, sender, 'call');
      const { id: ticket, purpose } = await tickets.issue('call-frame', sender, {}, id);
      return { ticket, url: deps.frameUrl(pathFor(purpose)) };
    },
    'callPage.report': async (report, { sender }) => pageCalls.report(await tabOfPage(sender), report),

    'callFrame.open': async ({ ticket }, { sender }) => pageCalls.frameOpened(await tabOfFrame(ticket, sender), ticket),
    'callFrame.orders': async ({ ticket, after }, { sender }) =>
      pageCalls.orders(await tabOfFrame(ticket, sender), ticket, after),
    'callFrame.announce': async ({ ticket, call, to, generation, announcement }, { sender }) => {
      const octets = new Uint8Array(await announcement.arrayBuffer());
      await pageCalls.announce(await tabOfFrame(ticket, sender), ticket, {
        call,
        to,
        generation,
        announcement: octets,
      });
    },
    'callFrame.took': async ({ ticket, call, place, generation }, { sender }) =>
      pageCalls.took(await tabOfFrame(ticket, sender), ticket, { call, place, generation }),
    'callFrame.counts': async ({ ticket, call, ...counts }, { sender }) => {
      await pageCalls.counts(await tabOfFrame(ticket, sender), ticket, call, counts);
      // Keys do not lock in the middle of a call: while they are, nobody who leaves is shut out.
      const isDue = deps.now() - touchedAt >= TOUCH_MS;
      if (!isDue || counts.sealed === 0 || counts.opened === 0) return;
      touchedAt = deps.now();
      await deps.autoLock.touch();
    },

    'pageCall.view': async ({ tabId }) => pageCalls.view(await tabOfWindow(tabId)),
    'pageCall.protect': async ({ tabId, origin, conversations }) => {
      const tab = await tabOfWindow(tabId);
      if (tab.origin !== origin) throw new AppError('callpage/moved');
      await deps.autoLock.touch();
      await pageCalls.protect(tab, conversations);
    },
    'pageCall.join': async ({ tabId, call }) => pageCalls.join(await tabOfWindow(tabId), call),
    'pageCall.decline': ({ call }) => pageCalls.decline(call),
    'pageCall.end': async ({ tabId }) => pageCalls.end(await tabOfWindow(tabId)),
    'pageCall.compared': async ({ tabId, place, characters, same }) =>
      pageCalls.compared(await tabOfWindow(tabId), place, characters, same),
  };
}
