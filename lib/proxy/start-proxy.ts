import { createBosh } from './bosh';
import { MEETING, PRESENCE } from './contract';
import { watchElsewhere } from './elsewhere';
import { watchEventSources } from './event-sources';
import { watchFetch } from './fetches';
import { createLine } from './line';
import { capturePristine, type World } from './pristine';
import { createReplace } from './replace';
import { watchRequests } from './requests';
import { watchSockets } from './sockets';

/**
 * The proxy in the page's own world, once for each document. It knows no key and holds nothing back that is not XMPP.
 * What the page has put something of its own in the place of is told as a way out that it cannot look into; where not
 * even the line can be had, it does not start, and the isolated half meets nobody.
 */
export function startProxy(world: World): void {
  const pristine = capturePristine(world);
  const { performance, Event } = world;
  const { bare, dispatch, listen, preventDefault, relatedTargetOf } = pristine;
  const asking = pristine.construct(Event, [PRESENCE, bare({ cancelable: true })]) as Event;
  if (!dispatch(performance, asking)) return;

  const line = createLine(pristine);
  const replace = createReplace(pristine, world);
  listen(performance, PRESENCE, (event: Event) => preventDefault(event));
  listen(performance, MEETING, (event: Event) => {
    const node = nodeOf(event);
    if (node === null) return;
    line.attach(node);
    preventDefault(event);
  });
  const nodeOf = (event: Event): EventTarget | null => {
    try {
      return relatedTargetOf(event);
    } catch {
      return null;
    }
  };
  const watch = (start: () => void): void => {
    try {
      start();
    } catch {
      line.elsewhere('replaced', '');
    }
  };
  watch(() => watchSockets(world, pristine, replace, line));
  watch(() => {
    const bosh = createBosh(world, pristine, line);
    watch(() => watchRequests(world, pristine, replace, bosh, line));
    watch(() => watchFetch(world, pristine, replace, bosh));
    watch(() => watchEventSources(world, pristine, replace, bosh, line));
  });
  watch(() => watchElsewhere(world, pristine, replace, line));
  dispatch(performance, pristine.construct(Event, [MEETING]));
}
