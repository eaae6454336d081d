import type { PageCallOrder } from '../bus/calls-protocol';
import type { Origin } from '../core/brand';
import { AppError } from '../core/errors';
import { createBook } from './book';
import { type Context, findTab } from './context';
import type { CallTab, PageCallPorts, PageCalls } from './contract';
import { createEarlyMessages } from './early-messages';
import { callAt, ordersFor, settle } from './frame-desk';
import { createHeardPages } from './heard-pages';
import { createHeldKeys } from './held-keys';
import { dropInvitation } from './invitations';
import { answerable, found, invite, leave, memberAt, takePlace } from './joining';
import { announceMine, tookTheirs } from './keys';
import { hasKeys } from './member-state';
import { takeMessage } from './messages';
import { createOutgoing } from './outgoing';
import { enter, followMedia, seatFrame, TOP, tabFor } from './pages';
import { createPairs } from './pairs';
import { createRounds } from './rounds';
import { depart } from './seats';
import type { Tab, World } from './state';
import { isTampering } from './status';
import { repair } from './tend';
import { glanceAt, viewOf } from './view';

const orderOf = (tab: Pick<Tab, 'protected'> | undefined): PageCallOrder => ({
  mode: tab?.protected ? 'protected' : 'clear',
});

/** docs/calls.md, "Calls in other people's pages". */
export function createPageCalls(ports: PageCallPorts): PageCalls {
  const held = createHeldKeys();
  const pairs = createPairs(ports, held);
  const context: Context = { ports, pairs, held, people: new Map() };
  const early = createEarlyMessages();
  const pages = createHeardPages(ports.now);
  const book = createBook({ ...ports, onKept: (quiet) => rounds.after(quiet) });
  const rounds = createRounds(context, book, early, createOutgoing(context, book));
  const { change } = rounds;

  const glance = (world: World, tab: CallTab) => glanceAt(world, tab, pages, ports.now());
  const protectedNow = (tab: Tab): (() => Promise<void>) => {
    const { tabId, origin, documents } = tab;
    return async () => {
      for (const document of documents.length > 0 ? documents : [TOP]) {
        await ports.tell({ tabId, origin, document }, orderOf(tab));
      }
    };
  };
  const isLive = (tab: CallTab) => (document: number) => pages.isLive(tab, document);

  return {
    view: async (tab) => viewOf(context, await book.read(), tab, pages),
    glance: async (tab) => glance(await book.read(), tab),
    mode: async (tab) => orderOf(findTab(await book.read(), tab)),
    active: () => book.glimpse()?.tabs.some(({ call }) => call !== undefined) ?? false,
    originIn: async (tabId) => {
      const tabs = (await book.read()).tabs.filter((tab) => tab.tabId === tabId);
      const origin = tabs.find(({ call }) => call !== undefined)?.origin ?? pages.liveOrigin(tabId);
      return origin as Origin | undefined;
    },

    protect: (known, conversations) =>
      change(async (one) => {
        const tab = tabFor(one.world, known);
        const call = tab.call ?? (await found(context, tab));
        if (call.host !== 'me') throw new AppError('callpage/not-host');
        const isWell = (member: Parameters<typeof hasKeys>[0]) =>
          hasKeys(member, one.now) && (pages.recent(known)?.opened ?? 0) > 0;
        for (const conversation of new Set(conversations)) {
          await invite(context, one, { tab, call, isWell }, conversation);
        }
        one.afterwards(protectedNow(tab));
      }),
    join: (known, id) =>
      change(async (one) => {
        const tab = tabFor(one.world, known);
        if (tab.call !== undefined) throw new AppError('call/busy');
        await takePlace(context, one, tab, answerable(one, tab, id));
        one.afterwards(protectedNow(tab));
      }),
    decline: (id) =>
      change((one) => {
        const declined = dropInvitation(one.world, id);
        if (declined) one.send(declined.channel.conversation, { kind: 'leave', call: id });
      }),
    end: (known) =>
      change((one) => {
        const tab = findTab(one.world, known);
        if (tab) leave(context, one, tab);
      }),
    compared: (known, place, characters, same) =>
      change(async (one) => {
        const tab = findTab(one.world, known);
        const call = tab?.call;
        const member = call && memberAt(call, place);
        if (!tab || !call || !member?.channel) throw new AppError('callpage/no-call');
        const { conversation } = member.channel;
        await pairs.compared(one, { tab, call, member }, characters, same);
        // Somebody may be between us: nothing goes to them any more.
        if (!same) depart(context, { tab, call, member });
        await ports.lines.compared(conversation, same);
      }),

    hello: async (known) => {
      const document = known.document ?? TOP;
      const world = await book.read();
      // A page without anything protected leaves nothing here.
      if (!world.tabs.some(({ tabId }) => tabId === known.tabId)) return orderOf(undefined);
      return change((one) => {
        one.quiet = true;
        if (document === TOP) {
          pages.forget(known.tabId);
          for (const tab of one.world.tabs) if (tab.tabId === known.tabId) enter(tab, document);
          one.world.tabs = one.world.tabs.filter((tab) => tab.tabId !== known.tabId || tab.protected);
        }
        const tab = findTab(one.world, known);
        if (tab && document !== TOP) enter(tab, document);
        return orderOf(tab);
      });
    },
    report: async (known, report) => {
      const document = known.document ?? TOP;
      const world = await book.read();
      const before = JSON.stringify(glance(world, known));
      pages.report(known, document, report);
      const tab = findTab(world, known);
      const moves = tab !== undefined && followMedia(structuredClone(tab), document, report, isLive(known), held);
      if (tab?.protected && ((isTampering(report) && !tab.tampered) || moves)) {
        await change((one) => {
          const now = tabFor(one.world, known);
          if (isTampering(report)) now.tampered = true;
          followMedia(now, document, report, isLive(known), held);
        });
      } else if (before !== JSON.stringify(glance(world, known))) ports.announce();
      return orderOf(tab);
    },
    frameOpened: (known, ticket) =>
      change((one) => {
        const tab = tabFor(one.world, known);
        seatFrame(tab, { ticket, document: known.document ?? TOP }, isLive(known), held);
        return orderOf(tab);
      }),
    orders: async (known, ticket, after) => {
      const world = await book.read();
      const orders = findTab(world, known)?.desk?.orders ?? [];
      if (orders.some(({ number }) => number <= after)) {
        await change((one) => {
          one.quiet = true;
          settle(one, known, ticket, after, held);
        });
      }
      return ordersFor(await book.read(), known, ticket, after, held);
    },
    announce: (known, ticket, { call, to, announcement }) =>
      change(async (one) => {
        const tab = callAt(one.world, known, ticket, call);
        await announceMine(context, one, tab, tab.call, { to, announcement });
      }),
    took: (known, ticket, { call, place, generation }) =>
      change((one) => tookTheirs(one, callAt(one.world, known, ticket, call).call, place, generation)),
    counts: async (known, ticket, call, counts) => {
      const world = await book.read();
      callAt(world, known, ticket, call);
      const before = JSON.stringify(glance(world, known));
      pages.counts(known, counts);
      if (before !== JSON.stringify(glance(world, known))) ports.announce();
    },

    events: {
      onMessage: (from, message, at) =>
        change((one) => takeMessage(context, early, one, message, { from, at: at ?? one.now })).catch(ports.onFailure),
      onTabClosed: async (tabId) => {
        pages.forget(tabId);
        const world = await book.read();
        if (!world.tabs.some((tab) => tab.tabId === tabId)) return;
        await change((one) => {
          for (const tab of one.world.tabs) if (tab.tabId === tabId) leave(context, one, tab);
          one.world.tabs = one.world.tabs.filter((tab) => tab.tabId !== tabId);
        });
      },
      onTime: async () => {
        const { tabs, outgoing } = await book.read();
        if (outgoing.length === 0 && tabs.every(({ call }) => call === undefined)) return;
        await change((one) => {
          one.quiet = true;
          repair(one);
        });
      },
      onLocked: async () => {
        pairs.lock();
        held.clear();
        early.clear();
        context.people.clear();
      },
    },
  };
}
