import { createBook } from './book';
import type { Context } from './context';
import type { PageCallPorts, PageCalls } from './contract';
import { createEarlyMessages } from './early-messages';
import { createFrameSide } from './frame-side';
import { createHeardPages } from './heard-pages';
import { createHeldKeys } from './held-keys';
import { leave } from './joining';
import { takeMessage } from './messages';
import { createOutgoing } from './outgoing';
import { createPageSide } from './page-side';
import { createPairs } from './pairs';
import { createRounds } from './rounds';
import { dropClosed } from './seats';
import { type Shared, tellPage } from './sides';
import { createSilence } from './silence';
import { isUnlocked, repair } from './tend';
import { createWindowSide } from './window-side';

/** docs/calls.md, "Calls in other people's pages". */
export function createPageCalls(ports: PageCallPorts): PageCalls {
  const held = createHeldKeys();
  const pairs = createPairs(ports, held);
  const context: Context = { ports, pairs, held, people: new Map() };
  const early = createEarlyMessages();
  const pages = createHeardPages(ports.now);
  const silence = createSilence(ports.now);
  const book = createBook({ ...ports, onKept: (quiet) => rounds.after(quiet) });
  const flush = createOutgoing(context, book);
  const rounds = createRounds(context, book, early, flush);
  const { change } = rounds;
  const shared: Shared = { context, book, early, pages, silence, change, flush, lock: { waits: false } };

  return {
    ...createWindowSide(shared),
    ...createPageSide(shared),
    ...createFrameSide(shared),
    active: () => book.glimpse()?.tabs.some(({ call }) => call !== undefined) ?? false,
    events: {
      onMessage: (from, message, at) =>
        change((one) => takeMessage(context, early, one, message, { from, at: at ?? one.now })).catch(ports.onFailure),
      onTabClosed: async (tabId) => {
        pages.forget(tabId);
        const { tabs } = await book.read();
        if (!tabs.some((tab) => tab.tabId === tabId)) return;
        await change((one) => {
          for (const tab of one.world.tabs) if (tab.tabId === tabId) leave(context, one, tab);
          one.world.tabs = one.world.tabs.filter((tab) => tab.tabId !== tabId);
        });
      },
      onTime: async () => {
        const { tabs, outgoing, refused } = await book.read();
        if (outgoing.length === 0 && refused.length === 0 && tabs.every(({ call }) => call === undefined)) return;
        await change(async (one) => {
          one.quiet = true;
          for (const tab of one.world.tabs) {
            const is = tab.call === undefined ? 'there' : silence.judge(tab);
            if (is === 'ask') tellPage(shared, one, tab);
            if (is === 'gone') leave(context, one, tab);
          }
          if (await isUnlocked(context)) {
            for (const tab of one.world.tabs) if (tab.call) await dropClosed(context, tab, tab.call);
          }
          repair(one);
        });
      },
      onLocked: async () => {
        shared.lock.waits = true;
        pairs.lock();
        held.clear();
        early.clear();
        context.people.clear();
      },
    },
  };
}
