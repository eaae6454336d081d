import { findTab } from './context';
import type { CallTab, PageCalls } from './contract';
import { enter, followMedia, TOP, tabFor } from './pages';
import { orderOf, type Shared } from './sides';
import type { World } from './state';
import { isTampering } from './status';
import { glanceAt } from './view';

const isSame = (one: Pick<CallTab, 'tabId' | 'origin'>, other: CallTab): boolean =>
  one.tabId === other.tabId && one.origin === other.origin;

type PageSide = Pick<PageCalls, 'glance' | 'mode' | 'hello' | 'report'>;

/** What the page's script says and asks: it works while keys are locked, and names nobody. */
export function createPageSide({ context, book, pages, silence, change }: Shared): PageSide {
  const { ports, held } = context;
  const glance = (world: World, tab: CallTab) => glanceAt(world, tab, pages, ports.now());

  return {
    glance: async (tab) => glance(await book.read(), tab),
    mode: async (tab) => orderOf(findTab(await book.read(), tab)),
    hello: async (known) => {
      const document = known.document ?? TOP;
      silence.sign(known);
      return change((one) => {
        one.quiet = true;
        if (document === TOP) {
          // Documents of all origins in this tab went with the page that was there.
          pages.forget(known.tabId);
          one.world.tabs = one.world.tabs.filter((tab) => tab.tabId !== known.tabId || tab.call || isSame(tab, known));
        }
        const tab = tabFor(one.world, known);
        enter(tab, document);
        return orderOf(tab);
      });
    },
    report: async (known, report) => {
      const document = known.document ?? TOP;
      silence.sign(known);
      const world = await book.read();
      const before = JSON.stringify(glance(world, known));
      pages.report(known, document, report);
      const tab = findTab(world, known);
      const isLive = (other: number) => pages.isLive(known, other);
      const moves = tab !== undefined && followMedia(structuredClone(tab), document, report, isLive, held);
      if (tab?.protected && ((isTampering(report) && !tab.tampered) || moves)) {
        await change((one) => {
          const now = tabFor(one.world, known);
          if (isTampering(report)) now.tampered = true;
          followMedia(now, document, report, isLive, held);
        });
      } else if (before !== JSON.stringify(glance(world, known))) ports.announce();
      return orderOf(tab);
    },
  };
}
