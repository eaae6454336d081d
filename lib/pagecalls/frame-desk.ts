import type { KeyOrder } from '../bus/calls-protocol';
import type { TicketId } from '../core/brand';
import type { CallId } from '../core/calls';
import { AppError } from '../core/errors';
import type { Change } from './book';
import { findTab } from './context';
import type { CallTab } from './contract';
import type { HeldKeys } from './held-keys';
import type { Call, Tab, World } from './state';

/** What this frame is to do, after what it has done: a frame that has the keys no more ends its call. */
export function ordersFor(
  world: World,
  known: CallTab,
  ticket: TicketId,
  after: number,
  held: HeldKeys,
): readonly KeyOrder[] {
  const tab = findTab(world, known);
  if (tab?.desk?.ticket !== ticket) {
    return tab?.call === undefined ? [] : [{ number: after + 1, order: 'end', call: tab.call.id }];
  }
  return tab.desk.orders.flatMap((order): KeyOrder[] => {
    if (order.number <= after) return [];
    if (order.order !== 'learn') return [order];
    // Lost with the background: they were asked for again.
    const octets = held.given(ticket, order.number);
    return octets === undefined ? [] : [{ ...order, announcement: new Blob([octets]) }];
  });
}

/** The frame has taken these: keys among them are wiped here. */
export function settle(change: Change, known: CallTab, ticket: TicketId, after: number, held: HeldKeys): void {
  const tab = findTab(change.world, known);
  const { desk } = tab ?? {};
  if (tab === undefined || desk?.ticket !== ticket) return;
  desk.orders = desk.orders.filter(({ number }) => number > after);
  held.taken(ticket, after);
  for (const member of tab.call?.members ?? []) {
    const isThere = tab.call !== undefined && held.has(tab.call.id, ticket, member.place);
    if (member.theirs === 'held' && !isThere) member.theirs = 'given';
  }
}

/** The call in this tab, where this frame has its keys. Throws `callpage/no-call`. */
export function callAt(world: World, known: CallTab, ticket: TicketId, id: CallId): Tab & { call: Call } {
  const tab = findTab(world, known);
  const isIts = tab?.desk?.ticket === ticket && tab.desk.begun === id;
  if (tab?.call?.id !== id || !isIts) throw new AppError('callpage/no-call');
  return tab as Tab & { call: Call };
}
