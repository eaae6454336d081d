import type { Pristine, World } from '../proxy/pristine';
import type { Replace } from '../proxy/replace';
import { watchSending } from './channel-out';
import { createChannelQueue } from './channel-queue';
import { type ChannelState, modeOf, newChannelState } from './channel-state';
import type { DataKind } from './contract';
import type { ChannelEnd, LineConnection } from './line';
import { createOctets } from './octets';
import { watchTransfers } from './transfers';

export type Channels = {
  /** A channel of the page, before the page has it. `isOurs`: made by this side, so that it cannot be open yet. */
  watch(native: RTCDataChannel, connection: RTCPeerConnection, line: LineConnection, isOurs: boolean): void;
};

/** Data channels: the page's object stays the native one; while protected, what it says goes through the half. */
export function watchChannels(
  world: World,
  pristine: Pristine,
  replace: Replace,
  /** Tells that messages go a way that is not ours. */
  onUnknown: () => void,
): Channels {
  const { bare, construct, dataOf, dispatch, getter, listen, messageEvent, method, originOf, stop, unlisten } =
    pristine;
  const prototype = world.RTCDataChannel.prototype;
  const binaryTypeOf = getter<string>(prototype, 'binaryType');
  const bufferedOf = getter<number>(prototype, 'bufferedAmount');
  const thresholdOf = getter<number>(prototype, 'bufferedAmountLowThreshold');
  const readyStateOf = getter<string>(prototype, 'readyState');
  const signalingOf = getter<string>(world.RTCPeerConnection.prototype, 'signalingState');
  const sendNow = method<void>(prototype, 'send');
  const states = pristine.weakMap<object, ChannelState>();
  const octets = createOctets(world, pristine);
  const queue = createChannelQueue(world, pristine, octets);
  const { Blob: NativeBlob } = world;

  const give = (state: ChannelState, data: unknown, origin: string) =>
    dispatch(state.native, messageEvent('message', bare({ data, origin })));
  const deliver = (state: ChannelState, kind: DataKind, content: string) => {
    if (kind === 'text') return give(state, content, state.origin);
    const buffer = octets.read(content);
    const isBlob = binaryTypeOf(state.native) === 'blob';
    return give(state, isBlob ? construct(NativeBlob, [[buffer]]) : buffer, state.origin);
  };
  const hear = (event: Event) => {
    // Unforgeable: what we and the page dispatch ourselves is not from the network.
    if (!event.isTrusted) return;
    const state = states.get(pristine.currentTargetOf(event) as RTCDataChannel);
    if (state === undefined) return;
    const mode = modeOf(state);
    if (mode === 'clear' && state.came.count() === 0) return;
    stop(event);
    state.origin = originOf(event);
    if (mode === 'held') state.came.add(bare({ data: dataOf(event), origin: state.origin }));
  };
  const hearLow = (event: Event) => {
    if (!event.isTrusted) return;
    const state = states.get(pristine.currentTargetOf(event) as RTCDataChannel);
    if (state === undefined) return;
    if (state.waiting + bufferedOf(state.native) > thresholdOf(state.native)) stop(event);
    else state.isAbove = false;
  };
  const hearEnd = (event: Event) => {
    const state = states.get(pristine.currentTargetOf(event) as RTCDataChannel);
    if (state !== undefined && event.isTrusted) state.isEnded = true;
  };
  /** One that the other side made may be moved away while the page is told of it: then it is shut, and nobody shut it. */
  const miss = (state: ChannelState) => {
    const isShut = readyStateOf(state.native) === 'closed' && signalingOf(state.connection) !== 'closed';
    if (isShut && !state.isEnded) onUnknown();
  };
  const follow = (native: RTCDataChannel) => {
    unlisten(native, 'message', hear, true);
    listen(native, 'message', hear, true);
  };
  const look = (state: ChannelState) => {
    const mode = modeOf(state);
    queue.pump(state);
    if (mode === 'held') return;
    state.came.each((link) => {
      state.came.remove(link);
      // The half has heard them itself, and delivers them where they were sealed.
      if (mode === 'clear') give(state, link.value.data, link.value.origin);
    });
  };
  watchSending(world, pristine, replace, octets, queue, (channel) => states.get(channel), onUnknown);
  watchTransfers(world, pristine, replace, (value) => states.get(value) !== undefined);
  return {
    watch(native, connection, line, isOurs) {
      if (states.get(native) !== undefined) return;
      const state = newChannelState(pristine, native, connection);
      states.set(native, state);
      if (isOurs) {
        try {
          // Not open yet, so it throws; and what was once sent on is not transferable to a worker any more.
          sendNow(native, '');
        } catch {
          // As it should be.
        }
      }
      if (!isOurs) pristine.later(() => miss(state), 0);
      listen(native, 'bufferedamountlow', hearLow, true);
      listen(native, 'close', hearEnd, true);
      listen(native, 'error', hearEnd, true);
      const end: ChannelEnd = bare({
        native,
        deliver: (kind: DataKind, content: string) => deliver(state, kind, content),
        done: (number: number) => queue.done(state, number),
        look: () => look(state),
        follow: () => follow(native),
      });
      state.line = line.channel(end);
    },
  };
}
