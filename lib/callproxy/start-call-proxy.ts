import { capturePristine, type World } from '../proxy/pristine';
import { createReplace } from '../proxy/replace';
import { watchChannels } from './channels';
import { watchCodecs } from './codecs';
import { watchConnections } from './connections';
import { MEETING, PRESENCE } from './contract';
import { watchDescriptions } from './descriptions';
import { type CallLine, createCallLine } from './line';
import { isNative } from './native';
import { watchRealms } from './realms';

/**
 * The proxy in the world of a page that has calls, once for each document. It knows no key. `around`: the line of the
 * document that reached this one before any script of ours ran in it.
 */
export function startCallProxy(world: World, around?: CallLine): void {
  // Switched off by a person or a policy: there are no calls, and nothing to watch.
  if (typeof world.RTCPeerConnection !== 'function') return;
  const pristine = capturePristine(world);
  const { bare, dispatch, listen, preventDefault, relatedTargetOf } = pristine;
  const { Event } = world;
  // Asked in two ways: Firefox keeps a window beyond its first, empty document, and gives it another `performance`.
  if (pristine.has(world.RTCPeerConnection, PRESENCE)) return;
  const asking = pristine.construct(Event, [PRESENCE, bare({ cancelable: true })]) as Event;
  if (!dispatch(world.performance, asking)) return;

  const isWhole = isNative(world, pristine);
  const line = createCallLine(world, pristine, around);
  const replace = createReplace(pristine, world);
  let look = () => {};
  const onPresence = (event: Event) => {
    preventDefault(event);
    look();
  };
  const onMeeting = (event: Event) => {
    const node = nodeOf(event);
    if (node === null) return;
    line.attach(node);
    preventDefault(event);
  };
  let listening: Performance | undefined;
  const listenAgain = () => {
    if (listening === world.performance) return;
    listening = world.performance;
    listen(listening, PRESENCE, onPresence);
    listen(listening, MEETING, onMeeting);
    dispatch(listening, pristine.construct(Event, [MEETING]));
  };
  const isMark = (key: string | symbol): boolean => {
    if (key !== PRESENCE) return false;
    listenAgain();
    look();
    return true;
  };
  const nodeOf = (event: Event): EventTarget | null => {
    try {
      return relatedTargetOf(event);
    } catch {
      return null;
    }
  };
  if (!isWhole) line.blind('replaced');
  try {
    // Injected into a page that was open already: what it made before is no sign of bad will.
    const isLate = world.document.readyState !== 'loading' && world.location.href !== 'about:blank';
    const onUnknown = () => line.blind(isLate ? 'earlier' : 'elsewhere');
    const codecs = watchCodecs(world, pristine, replace);
    const channels = watchChannels(world, pristine, replace, onUnknown);
    const connections = watchConnections(world, pristine, replace, line, codecs, channels, onUnknown, isMark);
    watchDescriptions(world, pristine, replace, line, codecs, connections);
    const realms = watchRealms(world, pristine, replace, (inner) => startCallProxy(inner, line));
    look = realms.look;
  } catch {
    line.blind('replaced');
  }
  listenAgain();
}
