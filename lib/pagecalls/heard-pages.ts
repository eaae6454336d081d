import type { FrameCounts } from '../bus/calls-protocol';
import type { TicketId } from '../core/brand';
import type { PageCallReport } from '../core/calls';
import { PAGE_CALL_LIMITS } from './limits';
import type { Heard } from './status';

type Place = { readonly tabId: number; readonly origin: string };
type Report = { readonly report: PageCallReport; readonly at: number };

/** What pages and frames said last, in memory alone: a background that comes back hears it again at once. */
export type HeardPages = {
  report(tab: Place, document: number, report: PageCallReport): void;
  counts(tab: Place, counts: FrameCounts): void;
  /** What speaks against a status: of every document, until it says otherwise. */
  heard(tab: Place): readonly Heard[];
  recent(tab: Place): FrameCounts | undefined;
  isLive(tab: Place, document?: number): boolean;
  /** Media flow in a document that does not protect them, or not yet. */
  passes(tab: Place): boolean;
  /** The origin of a document of this tab in which media flow. */
  liveOrigin(tabId: number): string | undefined;
  /** Our frame asked what to do. */
  asked(ticket: TicketId): void;
  /** It asked once, and does not ask any more: what it had is not there. A new background does not know, and hears soon. */
  isQuiet(ticket: TicketId): boolean;
  forget(tabId: number): void;
};

export function createHeardPages(now: () => number): HeardPages {
  const reports = new Map<string, Map<number, Report>>();
  const counted = new Map<string, { readonly counts: FrameCounts; readonly at: number }>();
  const askedAt = new Map<TicketId, number>();
  const nameOf = ({ tabId, origin }: Place) => `${tabId} ${origin}`;
  const of = (tab: Place): Array<readonly [number, Report]> => [...(reports.get(nameOf(tab)) ?? [])];
  const isRecent = ({ at }: { readonly at: number }): boolean => now() - at < PAGE_CALL_LIMITS.liveMs;

  return {
    report(tab, document, report) {
      const known = new Map(of(tab));
      known.delete(document);
      known.set(document, { report, at: now() });
      reports.set(nameOf(tab), new Map([...known].slice(-PAGE_CALL_LIMITS.documents)));
    },
    counts: (tab, counts) => void counted.set(nameOf(tab), { counts, at: now() }),
    heard: (tab) => of(tab).map(([, { report }]) => report),
    recent(tab) {
      const known = counted.get(nameOf(tab));
      return known && isRecent(known) ? known.counts : undefined;
    },
    isLive: (tab, document) =>
      of(tab).some(
        ([from, one]) => (document === undefined || from === document) && one.report.live > 0 && isRecent(one),
      ),
    passes: (tab) => of(tab).some(([, one]) => one.report.passing && one.report.live > 0 && isRecent(one)),
    liveOrigin: (tabId) => {
      const live = [...reports].find(
        ([name, documents]) =>
          name.startsWith(`${tabId} `) && [...documents.values()].some((one) => one.report.live > 0 && isRecent(one)),
      );
      return live?.[0].slice(`${tabId} `.length);
    },
    asked(ticket) {
      askedAt.delete(ticket);
      askedAt.set(ticket, now());
      const [oldest] = askedAt.keys();
      if (askedAt.size > PAGE_CALL_LIMITS.tabs && oldest !== undefined) askedAt.delete(oldest);
    },
    isQuiet: (ticket) => now() - (askedAt.get(ticket) ?? now()) > PAGE_CALL_LIMITS.frameMs,
    forget(tabId) {
      for (const map of [reports, counted]) {
        for (const name of [...map.keys()]) if (name.startsWith(`${tabId} `)) map.delete(name);
      }
    },
  };
}
