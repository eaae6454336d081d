import type { FlowStream, FromMedia } from '../callmedia/contract';
import type { Desk } from './desk';
import type { Side } from './encoded';
import type { Half, Mode } from './half';
import { askKeyFrame } from './key-frame';
import { createSentWatch } from './sent';
import { sentBy } from './statistics';
import { streamOf } from './stream-names';

export type Watched = {
  /** Senders and receivers with media. */
  readonly live: number;
  /** Those that our transform is not on, or not any more. */
  readonly uncovered: number;
  /** Something of what is to go out has no place among what can be sealed. */
  readonly unnamed: boolean;
  /** It was in use before us. */
  readonly unable: boolean;
};

type Pair = {
  readonly connection: number;
  readonly transceiver: RTCRtpTransceiver;
  readonly out: Half;
  readonly in: Half;
  readonly sent: ReturnType<typeof createSentWatch>;
  seenClear: number;
  seenPassed: number;
  stream?: FlowStream;
};

/** Frames in clear between two looks, with none that opens, before it is said that the others send so. */
const CLEAR_LEAST = 3;

/** So long frames are counted before that is judged. */
const CLEAR_MS = 200;

/**
 * Both halves of every transceiver of the page's connections.
 * @param areTold Counts are those that a worker told last; else they are those of this moment.
 * @param now Wall clock in ms, which the worker has, too.
 */
export function createHalves(
  make: (side: Side, direction: Half['direction'], flow: number) => Half,
  areTold: boolean,
  now: () => number = Date.now,
) {
  const pairs = new Map<RTCRtpTransceiver, Pair>();
  let mode: Mode;
  let desk: Desk | undefined;
  let flows = 1;
  let closed = false;
  let [toldAt, clearAt, clear] = [0, 0, false];
  const all = (): readonly Half[] => [...pairs.values()].flatMap((pair) => [pair.out, pair.in]);

  /**
   * Native ways only: the page's own wrappers are not in this world. The track first: in Firefox a transceiver that is
   * stopped sends on until it is negotiated, and a sender of it gives its track no more.
   */
  const shut = ({ transceiver, out, in: into }: Pair): void => {
    for (const half of [out, into]) half.stop();
    const stop = () => {
      try {
        transceiver.stop();
      } catch {
        // Its connection is closed already.
      }
    };
    transceiver.sender.replaceTrack(null).then(stop, stop);
  };
  const shutIfUnable = (pair: Pair): void => {
    if (mode === 'protected' && !(pair.out.isAble() && pair.in.isAble())) shut(pair);
  };
  /** What was stopped and negotiated has nothing to send any more, and its place is another's. */
  const forgetStopped = (): void => {
    for (const transceiver of pairs.keys()) if (transceiver.currentDirection === 'stopped') pairs.delete(transceiver);
  };
  const nameOf = (pair: Pair): boolean => {
    const { track } = pair.transceiver.sender;
    if (track === null || pair.stream !== undefined) return true;
    const shown = [...pairs.values()].flatMap(({ stream, transceiver }) => {
      const other = transceiver.sender.track;
      return stream !== undefined && other?.readyState === 'live' ? [{ track: other, stream }] : [];
    });
    const stream = streamOf(track, shown);
    if (stream === undefined) return false;
    pair.stream = stream;
    pair.out.name(stream);
    desk?.say({ say: 'stream', flow: pair.out.flow, stream });
    return true;
  };

  const measureOne = async ({ transceiver: { sender }, out, sent }: Pair): Promise<number> => {
    if (sender.track === null) return 0;
    const look = (): number => {
      const { came, passed } = out.counts();
      return sent.came({ count: came, passed, at: areTold ? toldAt : now() });
    };
    const surplus = look();
    if (surplus > 0 || !sent.isToBeAsked(now())) return surplus;
    const said = await sentBy(sender);
    // Only a page that keeps it from us has a reason to.
    if (said === undefined) return 1;
    sent.answer({ ...said, at: now() });
    return look();
  };

  return {
    add(connection: number, transceiver: RTCRtpTransceiver) {
      if (pairs.has(transceiver)) return;
      forgetStopped();
      const { sender, receiver } = transceiver;
      const out = make(sender, 'out', flows);
      const into = make(receiver, 'in', flows + 1);
      flows += 2;
      const kind = receiver.track.kind === 'audio' ? 'audio' : 'video';
      const sent = createSentWatch(kind);
      const pair: Pair = { connection, transceiver, out, in: into, sent, seenClear: 0, seenPassed: 0 };
      pairs.set(transceiver, pair);
      if (closed) return shut(pair);
      nameOf(pair);
      for (const half of [out, into]) {
        half.setMode(mode);
        half.seat(desk);
      }
      shutIfUnable(pair);
    },
    removeConnection(connection: number) {
      for (const [transceiver, pair] of pairs) {
        if (pair.connection !== connection) continue;
        pair.out.stop();
        pair.in.stop();
        pairs.delete(transceiver);
      }
    },
    setMode(next: Mode) {
      mode = next;
      for (const half of all()) half.setMode(next);
      for (const pair of pairs.values()) shutIfUnable(pair);
    },
    seat(next: Desk | undefined) {
      desk = next;
      for (const half of all()) half.seat(next);
    },
    hear(message: FromMedia) {
      if (message.say === 'alive') {
        toldAt = message.at;
        for (const { flow, ...counts } of message.flows)
          all()
            .find((half) => half.flow === flow)
            ?.onCounts(counts);
        return;
      }
      const half = all().find(({ flow }) => flow === message.flow);
      if (half?.direction === 'out') askKeyFrame(half.side as RTCRtpSender);
    },
    /** Cheap: what can be seen without asking the browser. */
    look(): Watched {
      let [live, uncovered, unnamed, unable] = [0, 0, false, false];
      forgetStopped();
      for (const pair of pairs.values()) {
        if (!nameOf(pair)) unnamed = true;
        for (const half of [pair.out, pair.in]) {
          if (isLive(pair.transceiver, half)) live += 1;
          if (!half.isAble()) unable = true;
          else if (!half.isOurs()) uncovered += 1;
        }
      }
      return { live, uncovered, unnamed, unable };
    },
    /** Whether the others send in clear, and nothing of theirs opens. */
    hearsClear(): boolean {
      if (now() - clearAt < CLEAR_MS) return clear;
      [clearAt, clear] = [now(), false];
      for (const pair of pairs.values()) {
        const into = pair.in.counts();
        if (into.clear - pair.seenClear >= CLEAR_LEAST && into.passed === pair.seenPassed) clear = true;
        [pair.seenClear, pair.seenPassed] = [into.clear, into.passed];
      }
      return clear;
    },
    /** Octets that went past us. Asks the browser only where nothing comes to us of a track. */
    async measure(): Promise<number> {
      const surpluses = await Promise.all([...pairs.values()].map(measureOne));
      return surpluses.reduce((sum, one) => sum + one, 0);
    },
    /** For good: everything that is there, and everything that comes. */
    close() {
      closed = true;
      for (const pair of pairs.values()) shut(pair);
    },
    count: () => pairs.size,
  };
}

function isLive({ currentDirection }: RTCRtpTransceiver, { direction, side }: Half): boolean {
  if (side.track?.readyState !== 'live') return false;
  return currentDirection === 'sendrecv' || currentDirection === (direction === 'out' ? 'sendonly' : 'recvonly');
}
