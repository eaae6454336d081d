import { type Codec, codecOf } from '../media/clear-octets';
import type { Octets } from '../media/octets';
import type { FlowCounts, FlowOptions, FlowStream } from './contract';
import type { CallKeys } from './keys';

/** What the frame's worker counted since it was last asked. */
export type Tally = { sealed: number; opened: number; refused: number };

/** One flow of frames: seals what goes out, opens what comes in, in the order in which they came. */
export type Flow = {
  readonly options: FlowOptions;
  /** `undefined`: dropped. */
  treat(type: string, frame: Octets): Promise<Octets | undefined>;
  name(stream: FlowStream): void;
  counts(): FlowCounts;
};

/**
 * Refusals that say that somebody changed a frame. Repeated ones are refused, too, and say nothing: browsers repeat
 * packets to probe the line, and now and then one of them is a whole frame.
 */
const FOUL: ReadonlySet<string> = new Set(['tampered', 'too-large']);
const KINDS: Readonly<Record<FlowStream, 'audio' | 'video'>> = {
  microphone: 'audio',
  'screen-audio': 'audio',
  camera: 'video',
  screen: 'video',
};

export function createFlow(options: FlowOptions, keys: CallKeys, tally: Tally): Flow {
  let stream = options.stream;
  let [came, passed, octets, dropped, clear] = [0, 0, 0, 0, 0];

  const seal = async (codec: Codec, type: string, frame: Octets): Promise<Octets | undefined> => {
    const sender = keys.sender();
    if (stream === undefined || sender === undefined || !type.startsWith(`${KINDS[stream]}/`)) return undefined;
    const sealed = await sender.seal(stream, codec, frame);
    if (sealed.kind !== 'sealed') return undefined;
    tally.sealed += 1;
    return sealed.octets;
  };
  const open = async (codec: Codec, frame: Octets): Promise<Octets | undefined> => {
    const opened = await keys.receiver()?.open(codec, frame);
    if (opened?.kind === 'opened') {
      tally.opened += 1;
      return opened.frame;
    }
    if (opened?.reason === 'malformed') clear += 1;
    if (FOUL.has(opened?.reason ?? '')) tally.refused += 1;
    return undefined;
  };

  return {
    options,
    async treat(type, frame) {
      came += 1;
      // Both browsers hand over audio frames without an octet: nothing was said, and nothing is lost.
      if (frame.length === 0) return undefined;
      const codec = codecOf(type);
      const work = codec && (options.direction === 'out' ? seal(codec, type, frame) : open(codec, frame));
      // A key that is wiped while a frame is on its way fails the call of WebCrypto.
      const done = await work?.catch(() => undefined);
      if (done === undefined) {
        dropped += 1;
        return undefined;
      }
      passed += 1;
      octets += done.length;
      return done;
    },
    name(next) {
      stream ??= next;
    },
    counts: () => ({ came, passed, octets, dropped, clear }),
  };
}
