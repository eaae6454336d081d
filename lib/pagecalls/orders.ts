import type { CallId } from '../core/calls';
import { PAGE_CALL_LIMITS } from './limits';
import { type Call, present, type StoredOrder, type Tab } from './state';

type WithoutNumber<T> = T extends unknown ? Omit<T, 'number'> : never;
export type NewOrder = WithoutNumber<StoredOrder>;

/** Puts an order in the queue of the frame that has the keys; returns its number. Nothing where none has begun. */
export function put(tab: Tab, order: NewOrder): number | undefined {
  const { desk } = tab;
  if (desk === undefined || desk.begun !== order.call) return undefined;
  desk.numbered += 1;
  desk.orders.push({ number: desk.numbered, ...order } as StoredOrder);
  // A frame that takes nothing for so long is not there: if it comes back, it begins anew.
  if (desk.orders.length > PAGE_CALL_LIMITS.orders) {
    delete desk.begun;
    desk.orders = [];
  }
  return desk.numbered;
}

/** The frame that has the keys begins the call with new keys of mine: a generation that nobody has seen. */
export function begin(tab: Tab, call: Call, now: number): void {
  const { desk } = tab;
  if (desk === undefined || call.begun >= PAGE_CALL_LIMITS.begins) return;
  call.begun += 1;
  call.generation += 1;
  const admitted = present(call).filter(({ channel, progress }) => channel && progress?.state === 'done');
  for (const member of call.members) {
    // What the frame before had of theirs went with it.
    const lost = member.theirs !== 'none';
    const fresh = {
      theirs: 'none',
      opens: false,
      missing: member.missing || lost,
      announced: -1,
      took: -1,
      since: now,
      repairs: 0,
    };
    Object.assign(member, fresh, { admitted: admitted.includes(member) });
  }
  desk.begun = call.id;
  desk.from = call.generation;
  desk.orders = [];
  put(tab, {
    order: 'begin',
    call: call.id,
    place: call.place,
    members: admitted.flatMap(({ channel }) => (channel === undefined ? [] : [channel.device])),
    generation: call.generation,
  });
}

/** The frame's worker forgets the call: nothing is sealed or opened any more. */
export function finish(tab: Tab, call: CallId): void {
  if (tab.desk?.begun !== call) return;
  tab.desk.orders = [];
  put(tab, { order: 'end', call });
  delete tab.desk.begun;
}
