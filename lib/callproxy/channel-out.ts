import { utf8Length } from '../proxy/octets';
import type { Pristine, World } from '../proxy/pristine';
import type { Replace } from '../proxy/replace';
import type { ChannelQueue } from './channel-queue';
import { type ChannelState, isIdle, modeOf, type Sent } from './channel-state';
import type { Octets } from './octets';

/** As browsers have it: more than this is not buffered. */
const BUFFERED_MOST = 16 * 1024 * 1024;
/** Milliseconds that a close waits for what is being sealed. */
const PATIENCE = 2_000;

/** What the page sends, and what it is told of that. In the mode `clear` all of it is the browser's own, untouched. */
export function watchSending(
  world: World,
  pristine: Pristine,
  replace: Replace,
  octets: Octets,
  queue: ChannelQueue,
  stateOf: (channel: RTCDataChannel) => ChannelState | undefined,
  onUnknown: () => void,
): void {
  const { apply, bare, domException, getter, method } = pristine;
  const native = world.RTCDataChannel.prototype;
  const readyStateOf = getter<string>(native, 'readyState');
  const bufferedOf = getter<number>(native, 'bufferedAmount');
  const thresholdOf = getter<number>(native, 'bufferedAmountLowThreshold');
  const closeNow = method<void>(native, 'close');
  const sizeOf = getter<number>(world.Blob.prototype, 'size');
  const lengthOf = getter<number>(world.ArrayBuffer.prototype, 'byteLength');
  const sctpOf = getter<RTCSctpTransport | null>(world.RTCPeerConnection.prototype, 'sctp');
  const mostOf = getter<number>(world.RTCSctpTransport.prototype, 'maxMessageSize');

  const blobSize = (value: unknown): number | undefined => {
    try {
      return sizeOf(value);
    } catch {
      return undefined;
    }
  };
  /** Taken at once: the page may change its buffer afterwards. */
  const taken = (data: unknown): Sent => {
    const buffer = octets.copyOf(data);
    if (buffer !== undefined) return bare({ value: buffer, size: lengthOf(buffer) });
    const size = blobSize(data);
    if (size !== undefined) return bare({ value: data as Blob, size });
    const value = typeof data === 'string' ? data : `${data}`;
    return bare({ value, size: utf8Length(pristine, value) });
  };
  /** @throws as `send` itself would. */
  const check = (state: ChannelState, size: number) => {
    if (modeOf(state) === 'shut')
      throw domException('This call is sealed, and what seals it is gone: nothing is sent.', 'NetworkError');
    const sctp = sctpOf(state.connection);
    if (sctp !== null && size > mostOf(sctp)) throw new world.TypeError('Message is larger than maxMessageSize.');
    if (size + state.waiting + bufferedOf(state.native) > BUFFERED_MOST)
      throw domException('RTCDataChannel send queue is full', 'OperationError');
  };

  /** Of a connection that nobody knows, or moved here from elsewhere. */
  const isUnknown = (channel: unknown): boolean => {
    try {
      readyStateOf(channel);
    } catch {
      return false;
    }
    onUnknown();
    return true;
  };
  replace.method(native, 'send', (target, self: RTCDataChannel, values) => {
    const state = values.length > 0 ? stateOf(self) : undefined;
    const isOpen = state === undefined ? isUnknown(self) : readyStateOf(self) === 'open';
    if (state === undefined || !isOpen) return apply(target, self, values);
    if (state.isClosing) throw domException("RTCDataChannel.readyState is not 'open'", 'InvalidStateError');
    if (modeOf(state) === 'clear' && isIdle(state)) return apply(target, self, values);
    const sent = taken(values[0]);
    check(state, sent.size);
    state.waiting += sent.size;
    state.isAbove ||= state.waiting + bufferedOf(self) > thresholdOf(self);
    state.out.add(sent);
    queue.pump(state);
    return undefined;
  });
  replace.method(native, 'close', (target, self: RTCDataChannel, values) => {
    const state = stateOf(self);
    if (state !== undefined) state.isEnded = true;
    if (state === undefined || isIdle(state) || readyStateOf(self) !== 'open') return apply(target, self, values);
    if (state.isClosing) return undefined;
    state.isClosing = true;
    pristine.later(() => closeNow(self), PATIENCE);
    return undefined;
  });
  replace.getter(native, 'readyState', (target, self: RTCDataChannel) => {
    const ready = apply(target, self, []) as string;
    return ready === 'open' && stateOf(self)?.isClosing === true ? 'closing' : ready;
  });
  replace.getter(native, 'bufferedAmount', (target, self: RTCDataChannel) => {
    const amount = apply(target, self, []) as number;
    return amount + (stateOf(self)?.waiting ?? 0);
  });
}
