import { AppError } from '../../core/errors';
import { boolean, type Codec, fixed, mapped, oneOf, opaque, optional, struct, uint8 } from '../../core/wire/codec';
import { decode, encode } from '../../core/wire/encode';
import type { Line } from '../../media/line';
import { type Retained, readRetained, writeRetained } from '../../media/retained';

/** A finished line as it is kept while its call goes on, so that a background that died can go on with it. */
export type KeptLine = Pick<Line, 'sas' | 'continuity' | 'verified' | 'boxes'> & {
  /** What is to be kept if the people say that the words are the same; else what was kept before. */
  readonly same: Retained;
  readonly before?: Retained | undefined;
};

const VERSION = 1;
const RETAINED_OCTETS = 100;

const retained: Codec<Retained> = mapped(
  opaque(RETAINED_OCTETS),
  (octets) => {
    const value = readRetained(octets);
    if (value === undefined) throw new AppError('wire/malformed');
    return value;
  },
  writeRetained,
);

const stored = struct({
  version: uint8,
  sas: fixed(4),
  continuity: oneOf(['new', 'continued', 'lost']),
  verified: boolean,
  boxes: struct({ mine: fixed(32), theirs: fixed(32) }),
  same: retained,
  before: optional(retained),
});

export function keptLineOf(line: Line): KeptLine {
  const { sas, continuity, verified, boxes } = line;
  const same = line.remember('same');
  // The table of docs/media.md, 4.5, has a secret to keep wherever the words were the same.
  if (same === undefined) throw new AppError('bus/internal');
  return { sas, continuity, verified, boxes, same, before: line.remember('different') };
}

/** To be sealed by the vault: it has the keys of the boxes, and secrets of calls to come. */
export const writeKeptLine = (line: KeptLine): Uint8Array<ArrayBuffer> =>
  encode(stored, { version: VERSION, ...line, before: line.before });

/** `undefined` where it is damaged or of another version. */
export function readKeptLine(octets: Uint8Array): KeptLine | undefined {
  try {
    const { version, ...line } = decode(stored, octets.slice());
    return version === VERSION ? line : undefined;
  } catch {
    return undefined;
  }
}
