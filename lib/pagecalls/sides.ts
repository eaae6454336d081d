import type { PageCallOrder } from '../bus/calls-protocol';
import type { Book, Change } from './book';
import type { Context } from './context';
import type { CallTab } from './contract';
import type { EarlyMessages } from './early-messages';
import type { HeardPages } from './heard-pages';
import { TOP } from './pages';
import type { Silence } from './silence';
import type { Tab } from './state';

/** What the sides of this folder (our window, the page, our frame, the channel) have in common. */
export type Shared = {
  readonly context: Context;
  readonly book: Book;
  readonly early: EarlyMessages;
  readonly pages: HeardPages;
  readonly silence: Silence;
  /** Keys were locked since something was last done about what waits for them. */
  readonly lock: { waits: boolean };
  /** One change, and all that it makes due (rounds.ts). */
  readonly change: <T>(work: (change: Change) => Promise<T> | T) => Promise<T>;
  /** Sends what is to go out now, instead of soon. */
  readonly flush: () => Promise<unknown>;
};

export const orderOf = (tab: Pick<Tab, 'protected'> | undefined): PageCallOrder => ({
  mode: tab?.protected ? 'protected' : 'clear',
});

/** Tells every document of the page what it must do, after the change. */
export function tellPage({ context }: Shared, change: Change, tab: Tab): void {
  const { tabId, origin, documents } = tab;
  const numbers = documents.length > 0 ? documents.map(({ document }) => document) : [TOP];
  const places: readonly CallTab[] = numbers.map((document) => ({ tabId, origin, document }));
  const order = orderOf(tab);
  change.afterwards(async () => {
    for (const place of places) await context.ports.tell(place, order);
  });
}
