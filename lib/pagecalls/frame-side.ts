import { findTab } from './context';
import type { PageCalls } from './contract';
import { callAt, ordersFor, settle } from './frame-desk';
import { announceMine, tookTheirs } from './keys';
import { seatFrame, TOP, tabFor } from './pages';
import { orderOf, type Shared } from './sides';
import { isUnlocked } from './tend';
import { glanceAt } from './view';

type FrameSide = Pick<PageCalls, 'frameOpened' | 'orders' | 'announce' | 'took' | 'counts'>;

/** What our frame beside the media asks and tells. Only the one that has the keys is heard. */
export function createFrameSide({ context, book, pages, silence, change, lock }: Shared): FrameSide {
  const { held, ports } = context;

  return {
    frameOpened: (known, ticket) =>
      change((one) => {
        const tab = tabFor(one.world, known);
        const isLive = (document: number) => pages.isLive(known, document);
        seatFrame(tab, { ticket, document: known.document ?? TOP }, isLive, held);
        return orderOf(tab);
      }),
    orders: async (known, ticket, after) => {
      silence.sign(known);
      pages.asked(ticket);
      if (lock.waits && (await isUnlocked(context))) {
        lock.waits = false;
        // What was due meanwhile is done by any change.
        await change((one) => {
          one.quiet = true;
        });
      }
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
      const glance = () => JSON.stringify(glanceAt(world, known, pages, ports.now()));
      const before = glance();
      pages.counts(known, counts);
      if (before !== glance()) ports.announce();
    },
  };
}
