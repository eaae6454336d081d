import type { FlowOptions, FlowStream } from '../callmedia/contract';
import type { Desk } from './desk';
import { type Side, setTransform, transformOf } from './encoded';
import { type Half, type Mode, NO_COUNTS } from './half';

/**
 * Firefox: RTCRtpScriptTransform, whose worker may be no other's than the page's own. In clear there is none, so that
 * media stay as they are. A transform that nobody serves holds everything back: until the mode is known, and wherever
 * there is no worker.
 */
export function createTransformHalf(
  side: Side,
  direction: Half['direction'],
  flow: number,
  nobody: () => RTCRtpScriptTransform | undefined,
): Half {
  let mode: Mode;
  let stream: FlowStream | undefined;
  let desk: Desk | undefined;
  let ours: RTCRtpScriptTransform | undefined;
  let counts = NO_COUNTS;

  let isAble = true;

  const put = (transform: RTCRtpScriptTransform | undefined): void => {
    ours = transform;
    setTransform(side, transform ?? null);
  };
  /** Under some policies not even a worker that does nothing can be made: then this side has to be shut. */
  const hold = (): void => {
    const transform = nobody();
    isAble = transform !== undefined;
    if (transform !== undefined) put(transform);
  };
  const cover = (): void => {
    counts = NO_COUNTS;
    const options: FlowOptions = { flow, direction, ...(stream === undefined ? {} : { stream }) };
    // Text: Firefox takes no object over the border of its worlds.
    if (desk?.worker === undefined) hold();
    else put(new RTCRtpScriptTransform(desk.worker, JSON.stringify(options)));
  };
  hold();

  return {
    flow,
    direction,
    side,
    setMode(next) {
      if (mode === next || mode === 'protected') return;
      mode = next;
      if (mode === 'clear') put(undefined);
      else cover();
    },
    seat(next) {
      desk = next;
      if (mode === 'protected') cover();
    },
    name(next) {
      stream = next;
    },
    isOurs: () => mode !== 'protected' || transformOf(side) === ours,
    isAble: () => isAble,
    counts: () => counts,
    onCounts(next) {
      counts = next;
    },
    stop: hold,
  };
}
