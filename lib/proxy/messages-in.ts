import type { Lane } from './lane';
import type { Verdict } from './line';
import type { Pristine } from './pristine';

/** A stream whose frames come as `message` events: a WebSocket, an EventSource. */
export type Incoming = {
  readonly lane: Lane;
  isEnded(): boolean;
  end(): void;
};

/**
 * Heard first on its target. What goes on at once as it is stays the browser's own event; all else is stopped here
 * and dispatched as a new event when its time has come: the same type, data, origin and id, but not trusted.
 */
export function createMessagesIn({ bare, dataOf, dispatch, messageEvent, originOf, lastEventIdOf, stop }: Pristine) {
  const again = (target: EventTarget, event: Event, data: unknown) => {
    const init = bare({ data, origin: originOf(event), lastEventId: lastEventIdOf(event) });
    dispatch(target, messageEvent('message', init));
  };
  return function take(target: EventTarget, event: Event, { lane, isEnded, end }: Incoming): void {
    if (isEnded()) {
      stop(event);
      return;
    }
    const data = dataOf(event);
    if (typeof data !== 'string') {
      if (lane.isEmpty()) return;
      stop(event);
      lane.after(() => again(target, event, data));
      return;
    }
    const go = ({ end: isOver, text }: Verdict) => {
      if (isOver) end();
      else if (!isEnded()) again(target, event, text ?? data);
    };
    const early = lane.frame(data, go);
    if (early !== undefined && !early.end && early.text === undefined) return;
    stop(event);
    if (early !== undefined) go(early);
  };
}
