import type { Link } from '../proxy/list';
import type { Pristine, World } from '../proxy/pristine';
import { type ChannelState, isIdle, modeOf } from './channel-state';
import type { Octets } from './octets';

export type ChannelQueue = {
  /** What waits is looked at: the mode may be another. */
  pump(state: ChannelState): void;
  /** The half is through with this message. */
  done(state: ChannelState, number: number): void;
};

/** What the page sent goes on in its order: to the half, or natively where the mode has become `clear`. */
export function createChannelQueue(world: World, pristine: Pristine, octets: Octets): ChannelQueue {
  const { dispatch, getter, method } = pristine;
  const native = world.RTCDataChannel.prototype;
  const bufferedOf = getter<number>(native, 'bufferedAmount');
  const thresholdOf = getter<number>(native, 'bufferedAmountLowThreshold');
  const sendNow = method<void>(native, 'send');
  const closeNow = method<void>(native, 'close');
  const octetsOf = method<Promise<ArrayBuffer>>(world.Blob.prototype, 'arrayBuffer');
  const then = method<unknown>(world.Promise.prototype, 'then');
  const isBuffer = (value: unknown): value is ArrayBuffer => octets.copyOf(value) !== undefined;

  const settle = (state: ChannelState, size: number) => {
    state.waiting -= size;
    const isLow = state.waiting + bufferedOf(state.native) <= thresholdOf(state.native);
    // Where the browser itself never had more than the threshold, it will say nothing.
    if (state.isAbove && isLow) {
      state.isAbove = false;
      pristine.later(() => dispatch(state.native, pristine.event('bufferedamountlow')), 0);
    }
    if (state.isClosing && isIdle(state)) closeNow(state.native);
  };
  const drop = <T extends { readonly size: number }>(
    state: ChannelState,
    list: { remove(link: Link<T>): void },
    link: Link<T>,
  ) => {
    list.remove(link);
    settle(state, link.value.size);
  };
  const sendPlain = (state: ChannelState, value: unknown, size: number) => {
    try {
      sendNow(state.native, value);
    } catch {
      // Closed meanwhile: what was buffered is lost, as it is without us.
    }
    settle(state, size);
  };
  const hand = (state: ChannelState, value: string | ArrayBuffer, size: number) => {
    state.count += 1;
    state.handed.add({ number: state.count, size });
    if (typeof value === 'string') state.line?.say(state.count, 'text', value);
    else state.line?.say(state.count, 'octets', octets.write(value));
  };
  const handBlob = (state: ChannelState, blob: Blob, size: number) => {
    state.isReading = true;
    const finish = (buffer?: ArrayBuffer) => {
      state.isReading = false;
      if (buffer === undefined || modeOf(state) === 'shut') settle(state, size);
      else if (modeOf(state) === 'clear') sendPlain(state, buffer, size);
      else hand(state, buffer, size);
      pump(state);
    };
    then(octetsOf(blob), finish, () => finish());
  };
  const pump = (state: ChannelState): void => {
    const mode = modeOf(state);
    if (mode === 'shut') state.out.each((link) => drop(state, state.out, link));
    if (mode === 'shut' || mode === 'clear') state.handed.each((link) => drop(state, state.handed, link));
    if (mode !== 'clear' && mode !== 'protected') return;
    state.out.each((link) => {
      if (state.isReading) return;
      const { value, size } = link.value;
      state.out.remove(link);
      if (mode === 'clear') sendPlain(state, value, size);
      else if (typeof value === 'string' || isBuffer(value)) hand(state, value, size);
      else handBlob(state, value, size);
    });
  };
  return {
    pump,
    done: (state, number) =>
      state.handed.each((link) => {
        if (link.value.number === number) drop(state, state.handed, link);
      }),
  };
}
