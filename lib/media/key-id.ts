import { MEDIA_LIMITS } from './limits';

/** What a person sends, each with a counter of its own. Append to the list; never reorder it. */
export const STREAMS = ['microphone', 'camera', 'screen', 'screen-audio', 'data'] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * Which key of whom, for what. `sender` is the place of the participant in this call, 0 to 15; `generation` is known
 * modulo 32 where it was read from a frame.
 */
export type KeyName = {
  readonly generation: number;
  readonly step: number;
  readonly sender: number;
  readonly stream: Stream;
};

const { generationNumbers, senders, steps, streams } = MEDIA_LIMITS;

/** RFC 9605, 5.1 (generation and step) with sender and stream below them: 16 bits, fewer in a call's first minutes. */
export function keyIdOf({ generation, sender, step, stream }: KeyName): bigint {
  const wrapped = generation % generationNumbers;
  return BigInt(((wrapped * steps + step) * senders + sender) * streams + STREAMS.indexOf(stream));
}

/** `undefined` for a number that no sender of ours writes. */
export function readKeyId(kid: bigint): KeyName | undefined {
  if (kid >= BigInt(generationNumbers * steps * senders * streams)) return undefined;
  const number = Number(kid);
  const stream = STREAMS[number % streams];
  if (stream === undefined) return undefined;
  const above = Math.floor(number / streams);
  const key = Math.floor(above / senders);
  return { generation: Math.floor(key / steps), step: key % steps, sender: above % senders, stream };
}
