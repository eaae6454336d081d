import { type Codec, splitClear } from '../../../lib/media/clear-octets';
import { readHeader } from '../../../lib/media/header';
import { readKeyId } from '../../../lib/media/key-id';
import type { Recording } from './recording';

export type Shapes = {
  /** Frames of the shape of docs/media.md, 1.1, each under a key id and counter of its own. */
  readonly sealed: number;
  /** Everything else: what went out in clear is here. */
  readonly other: number;
  /** What was sealed, of the whole recording: without the clear octets and headers. */
  readonly noise: Buffer;
};

const TAG_OCTETS = 16;

/** Sorts what a server between two people recorded of one stream. */
export function shapesOf({ kind, codec, frames }: Recording): Shapes {
  const seen = new Set<string>();
  const noise: Uint8Array[] = [];
  for (const frame of frames) {
    const split = splitClear(codec as Codec, new Uint8Array(frame));
    const header = split && readHeader(split.sealed);
    const name = header && readKeyId(header.kid);
    if (split === undefined || header === undefined || name === undefined) continue;
    const rest = split.sealed.subarray(header.length);
    const fits = kind === 'audio' ? name.stream === 'microphone' : name.stream === 'camera';
    const number = `${header.kid} ${header.counter}`;
    if (!fits || rest.length < TAG_OCTETS || seen.has(number)) continue;
    seen.add(number);
    noise.push(rest);
  }
  return { sealed: seen.size, other: frames.length - seen.size, noise: Buffer.concat(noise) };
}
