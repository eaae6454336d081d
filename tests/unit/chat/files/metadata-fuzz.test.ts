import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutMetadata } from '../../../../lib/chat/files/pictures/without-metadata';
import { toErrorCode } from '../../../../lib/core/errors';
import { octetsOf } from './files-world';
import {
  CANARY,
  jpegSegment,
  plain,
  pngChunk,
  riffChunk,
  tellingGif,
  tellingJpeg,
  tellingPng,
  tellingWebp,
} from './telling-pictures';

/** More by hand: `PICTURE_RUNS=20000`. */
const RUNS = Number(process.env.PICTURE_RUNS ?? 400);
const PICTURES = [tellingJpeg(), tellingPng(), tellingWebp(), tellingWebp('see-through.webp'), tellingGif()];

/** What came out, or the code of why nothing did. Never anything else. */
async function clean(octets: Uint8Array): Promise<Buffer | string> {
  const content = new Blob([Uint8Array.from(octets)]);
  try {
    return await octetsOf(await withoutMetadata({ name: 'x', mediaType: '', content }));
  } catch (error) {
    expect(toErrorCode(error)).toMatch(/^file\/(?:uncleaned|may-tell)$/);
    return toErrorCode(error);
  }
}

const picture = fc.constantFrom(...PICTURES);
const place = fc.nat(2_000);

/** The parts of a plain picture, and how one more is written that draws nothing. */
type Format = { readonly parts: readonly Buffer[]; readonly tell: (kind: number, octets: Buffer) => Buffer };

function cutAt(octets: Buffer, from: number, next: (at: number) => number): readonly Buffer[] {
  const parts = [octets.subarray(0, from)];
  for (let at = from; at < octets.length; ) {
    const end = next(at);
    parts.push(octets.subarray(at, end));
    at = end;
  }
  return parts;
}
const jpeg = plain('plain.jpg');
const png = plain('plain.png');
const webp = plain('plain.webp');
const APPLICATIONS = [0xe1, 0xe3, 0xe4, 0xe5, 0xeb, 0xed, 0xee, 0xef, 0xfe, 0xe2];
const PNG_TYPES = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'caBX', 'prVt', 'iDOT', 'vpAg', 'eXIf'];
const WEBP_TYPES = ['XMP ', 'EXIF', 'C2PA', 'abcd', '    '];
const named = (names: readonly string[], kind: number) => names[kind % names.length] ?? '';
const FORMATS: readonly Format[] = [
  {
    parts: cutAt(jpeg, 2, (at) =>
      jpeg[at + 1] === 0xda
        ? jpeg.length - 2
        : jpeg[at + 1] === 0xd9
          ? jpeg.length
          : at + 2 + jpeg.readUInt16BE(at + 2),
    ),
    tell: (kind, octets) => jpegSegment(APPLICATIONS[kind % APPLICATIONS.length] ?? 0xfe, octets),
  },
  {
    parts: cutAt(png, 33, (at) => at + 12 + png.readUInt32BE(at)),
    tell: (kind, octets) => pngChunk(named(PNG_TYPES, kind), octets),
  },
  {
    parts: cutAt(webp, 30, (at) => at + 8 + webp.readUInt32LE(at + 4) + (webp.readUInt32LE(at + 4) % 2)),
    tell: (kind, octets) => riffChunk(named(WEBP_TYPES, kind), octets),
  },
];
/** With the length of a RIFF file written anew. */
function whole(parts: readonly Buffer[]): Buffer {
  const octets = Buffer.concat(parts);
  if (octets.toString('latin1', 0, 4) === 'RIFF') octets.writeUInt32LE(octets.length - 8, 4);
  return octets;
}

describe('a picture that was changed anywhere', () => {
  it('is cleaned or refused, and never fails otherwise, cut or changed', async () => {
    const change = fc.record({ at: place, octets: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(picture, fc.array(change, { maxLength: 4 }), fc.option(place), async (octets, changes, cut) => {
        const changed = Buffer.from(octets);
        for (const one of changes)
          changed.set(one.octets.subarray(0, Math.max(0, changed.length - one.at)), Math.min(one.at, changed.length));
        await clean(changed.subarray(0, cut ?? changed.length));
      }),
      { numRuns: RUNS },
    );
  });

  it('has nothing but the picture, whatever stands between its parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FORMATS),
        fc.array(fc.tuple(place, fc.nat(255), fc.uint8Array()), { maxLength: 6 }),
        async ({ parts, tell }, told) => {
          const mixed = [...parts];
          for (const [at, kind, octets] of told) {
            // Never before the first part, nor behind the last: there the octets are no part of the picture at all.
            mixed.splice(1 + (at % (mixed.length - 1)), 0, tell(kind, Buffer.concat([Buffer.from(CANARY), octets])));
          }
          const cleaned = await clean(whole(mixed));
          expect(typeof cleaned === 'string' ? cleaned : cleaned.equals(whole(parts))).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('comes out the same when it is cleaned again', async () => {
    for (const octets of PICTURES) {
      const once = await clean(octets);
      expect(typeof once === 'string' ? once : Buffer.compare(once, (await clean(once)) as Buffer)).toBe(0);
    }
  });
});
