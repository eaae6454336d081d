import type { Bosh } from './bosh';
import { createLane, type Lane } from './lane';
import type { Line } from './line';
import { createMessagesIn } from './messages-in';
import type { Pristine, World } from './pristine';
import type { Replace } from './replace';

type Source = { readonly id: number; readonly lane: Lane };

/** Server-sent events that carry bodies of BOSH hand them over; the first one makes the stream known. */
export function watchEventSources(world: World, pristine: Pristine, replace: Replace, bosh: Bosh, line: Line): void {
  if (typeof world.EventSource !== 'function') return;
  const native = world.EventSource.prototype;
  const urlOf = pristine.getter<string>(native, 'url');
  const closeNow = pristine.method<void>(native, 'close');
  const take = createMessagesIn(pristine);
  const sources = pristine.weakMap<EventSource, Source & { isEnded: boolean }>();

  const hear = (event: Event) => {
    if (!event.isTrusted) return;
    const target = pristine.currentTargetOf(event) as EventSource;
    let source = sources.get(target);
    if (source === undefined) {
      if (!bosh.isBody(pristine.dataOf(event))) return;
      const id = line.openStream('event-source', urlOf(target));
      source = pristine.bare({ id, lane: createLane(line, id, 'in'), isEnded: false });
      sources.set(target, source);
    }
    const known = source;
    const end = () => {
      known.isEnded = true;
      line.closeStream(known.id);
      closeNow(target);
    };
    take(target, event, { lane: known.lane, isEnded: () => known.isEnded, end });
  };
  replace.constructor('EventSource', (source: EventSource) => pristine.listen(source, 'message', hear, true));
}
