import { findTab } from './context';
import type { CallTab, PageCalls } from './contract';
import { enter, followMedia, isKnown, leaveBehind, TOP, tabFor } from './pages';
import { orderOf, type Shared, tellPage } from './sides';
import type { World } from './state';
import { isTampering } from './status';
import { glanceAt } from './view';

type PageSide = Pick<PageCalls, 'glance' | 'mode' | 'hello' | 'report'>;

/** What the page's script says and asks: it works while keys are locked, and names nobody. */
export function createPageSide(shared: Shared): PageSide {
  const { context, book, pages, silence, change } = shared;
  const { ports, held } = context;
  const glance = (world: World, tab: CallTab) => glanceAt(world, tab, pages, ports.now());

  return {
    glance: async (tab) => glance(await book.read(), tab),
    mode: async (tab) => orderOf(findTab(await book.read(), tab)),
    hello: async (known, began) => {
      const entered = { document: known.document ?? TOP, began };
      silence.sign(known);
      return change((one) => {
        const { world } = one;
        one.quiet = true;
        if (isKnown(world, known, entered)) return orderOf(findTab(world, known));
        if (entered.document === TOP) {
          pages.forget(known.tabId);
          leaveBehind(world, known, began);
        }
        const tab = tabFor(world, known);
        enter(tab, entered);
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
      // What the background before an update knew of it is gone: it is left, and stays protected until it is loaded anew.
      if (report.code === 'callpage/updated' && !tab?.protected) {
        return change((one) => {
          const left = tabFor(one.world, known);
          Object.assign(left, { protected: true, leftAt: one.now });
          tellPage(shared, one, left);
          return orderOf(left);
        });
      }
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
