import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCipher } from '../../../../lib/chat/files/sealed/cipher';
import {
  CONTENT_LIMIT,
  HEADER_OCTETS,
  SEALED_SEGMENT_OCTETS,
  sealedOctetsOf,
} from '../../../../lib/chat/files/sealed/format';
import { openContent } from '../../../../lib/chat/files/sealed/open';
import { sealContent } from '../../../../lib/chat/files/sealed/seal';
import { refusalOf } from '../../../../lib/core/wire/sealed';

const SEGMENT = 65_536;
const key = Uint8Array.from(randomBytes(32));
const salt = Uint8Array.from(randomBytes(32));

async function seal(content: Uint8Array<ArrayBuffer>, with_ = { key, salt, size: 1_048_576 }): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of sealContent(new Blob([content]), with_)) parts.push(part);
  return Buffer.concat(parts);
}
async function open(sealed: Uint8Array, octets: number, with_ = key, piece = 1_048_576): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const pieces = Array.from({ length: Math.ceil(sealed.length / piece) }, (_, n) =>
    sealed.subarray(n * piece, (n + 1) * piece),
  );
  for await (const segments of openContent(pieces, { key: with_, octets })) parts.push(...segments);
  return Buffer.concat(parts);
}
const some = (octets: number) => Uint8Array.from(randomBytes(octets));

/** docs/files.md, read by somebody else: node:crypto, the whole file at once, no code of ours. */
function openAsWritten(sealed: Buffer, fileKey: Uint8Array): Buffer {
  expect([...sealed.subarray(0, 4)]).toEqual([0x05, 0x07, 4, 1]);
  const header = sealed.subarray(0, 44);
  const octets = Number(sealed.readBigUInt64BE(36));
  const derived = Buffer.from(hkdfSync('sha256', fileKey, sealed.subarray(4, 36), 'Sotto/1 file', 39));
  const count = Math.max(1, Math.ceil(octets / SEGMENT));
  const segments = Array.from({ length: count }, (_, number) => {
    const segment = sealed.subarray(44 + number * 65_552, 44 + (number + 1) * 65_552);
    const end = Buffer.alloc(5);
    end.writeUInt32BE(number);
    end[4] = number === count - 1 ? 1 : 0;
    const cipher = createDecipheriv('aes-256-gcm', derived.subarray(0, 32), Buffer.concat([derived.subarray(32), end]));
    cipher.setAAD(header).setAuthTag(segment.subarray(-16));
    return Buffer.concat([cipher.update(segment.subarray(0, -16)), cipher.final()]);
  });
  return Buffer.concat(segments);
}

describe('a sealed file', () => {
  it.each([0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 16 * SEGMENT, 16 * SEGMENT + 1, 1_048_576 * 2 + 7])(
    'of %d octets opens to what was sealed, also by another implementation of docs/files.md',
    async (octets) => {
      const content = some(octets);
      const sealed = await seal(content);
      expect(sealed.length).toBe(sealedOctetsOf(octets));
      expect((await open(sealed, octets)).equals(content)).toBe(true);
      expect(openAsWritten(sealed, key).equals(content)).toBe(true);
    },
  );

  it('opens from pieces of any size, and is sealed into pieces of any size', async () => {
    const content = some(3 * SEGMENT + 5);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 40, max: 200_000 }),
        async (one, two) => {
          const sealed = await seal(content, { key, salt, size: one });
          expect((await open(sealed, content.length, key, Math.max(two, 1_000))).equals(content)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is what a relay takes for sealed, and nothing of the content is in it [req 35]', async () => {
    const content = new TextEncoder().encode('the same words again and again. '.repeat(10_000));
    const sealed = await seal(content);
    expect(refusalOf(sealed.subarray(0, 259))).toBeUndefined();
    expect(refusalOf(await seal(new Uint8Array(0)))).toBeUndefined();
    expect(sealed.includes('the same words')).toBe(false);
  });

  it('is not larger than a relay carries where the content is as large as allowed', () => {
    expect(sealedOctetsOf(CONTENT_LIMIT)).toBeLessThanOrEqual(100 * 1024 * 1024);
    expect(sealedOctetsOf(CONTENT_LIMIT + 16)).toBeGreaterThan(100 * 1024 * 1024);
  });

  it('has other octets with another salt or key, also where the content is the same', async () => {
    const content = some(100);
    const [one, other, third] = await Promise.all([
      seal(content),
      seal(content, { key, salt: some(32), size: 1_000 }),
      seal(content, { key: some(32), salt, size: 1_000 }),
    ]);
    expect(one.subarray(44).equals(other.subarray(44))).toBe(false);
    expect(one.subarray(44).equals(third.subarray(44))).toBe(false);
  });
});

describe('a sealed file that somebody changed is refused [req 8]', () => {
  const octets = 20 * SEGMENT + 1_000;
  const content = some(octets);
  const at = (segment: number) => HEADER_OCTETS + segment * SEALED_SEGMENT_OCTETS;
  const flipped = (sealed: Buffer, place: number) => {
    const changed = Buffer.from(sealed);
    changed[place] = (changed[place] ?? 0) ^ 1;
    return changed;
  };
  const cases: Record<string, (sealed: Buffer, other: Buffer) => Buffer> = {
    'the mark': (sealed) => flipped(sealed, 0),
    'the kind': (sealed) => flipped(sealed, 2),
    'the version': (sealed) => flipped(sealed, 3),
    'the salt': (sealed) => flipped(sealed, 10),
    'the length': (sealed) => flipped(sealed, 43),
    'the first segment': (sealed) => flipped(sealed, at(0)),
    'a middle segment': (sealed) => flipped(sealed, at(7) + 500),
    'the tag of a middle segment': (sealed) => flipped(sealed, at(8) - 1),
    'the first segment of the second group': (sealed) => flipped(sealed, at(16)),
    'the last segment': (sealed) => flipped(sealed, at(20) + 3),
    'the tag of the last segment': (sealed) => flipped(sealed, sealed.length - 1),
    'cut by one octet': (sealed) => sealed.subarray(0, -1),
    'cut after the header': (sealed) => sealed.subarray(0, HEADER_OCTETS),
    'cut in the header': (sealed) => sealed.subarray(0, HEADER_OCTETS - 1),
    'nothing at all': () => Buffer.alloc(0),
    'cut between segments': (sealed) => sealed.subarray(0, at(19)),
    'cut between groups of segments': (sealed) => sealed.subarray(0, at(16)),
    'without its last segment': (sealed) => sealed.subarray(0, at(20)),
    'without a middle segment': (sealed) => Buffer.concat([sealed.subarray(0, at(3)), sealed.subarray(at(4))]),
    'with two segments in each other’s place': (sealed) =>
      Buffer.concat([
        sealed.subarray(0, at(3)),
        sealed.subarray(at(4), at(5)),
        sealed.subarray(at(3), at(4)),
        sealed.subarray(at(5)),
      ]),
    'with a segment twice': (sealed) => Buffer.concat([sealed.subarray(0, at(3)), sealed.subarray(at(2))]),
    'with an octet more': (sealed) => Buffer.concat([sealed, Buffer.alloc(1)]),
    'with a segment more': (sealed) => Buffer.concat([sealed, sealed.subarray(at(19), at(20))]),
    'with many more octets': (sealed) => Buffer.concat([sealed, Buffer.alloc(5_000_000)]),
    'with a segment of another file of the same key': (sealed, other) =>
      Buffer.concat([sealed.subarray(0, at(3)), other.subarray(at(3), at(4)), sealed.subarray(at(4))]),
    'with the header of another file of the same key': (sealed, other) =>
      Buffer.concat([other.subarray(0, HEADER_OCTETS), sealed.subarray(HEADER_OCTETS)]),
  };

  it('in any of these ways', async () => {
    const sealed = await seal(content);
    const other = await seal(content, { key, salt: some(32), size: 1_048_576 });
    for (const [what, change] of Object.entries(cases)) {
      await expect(open(change(sealed, other), octets), what).rejects.toMatchObject({ code: 'file/damaged' });
    }
    await expect(open(sealed, octets, some(32)), 'another key').rejects.toMatchObject({ code: 'file/damaged' });
    await expect(open(sealed, octets - 1), 'another length').rejects.toMatchObject({ code: 'file/damaged' });
    expect((await open(sealed, octets)).equals(content)).toBe(true);
  });

  it('also where who sealed it wrote another kind, version or length into its header', async () => {
    const honest = (await seal(new Uint8Array(100))).subarray(0, HEADER_OCTETS);
    const forge = async (change: (header: Uint8Array) => void) => {
      const header = Uint8Array.from(honest);
      change(header);
      const { seal: sealSegment } = await createCipher(key, header);
      return Buffer.concat([header, await sealSegment({ number: 0, last: true }, new Uint8Array(100))]);
    };
    const set = (place: number, octet: number) => (header: Uint8Array) => void header.fill(octet, place, place + 1);
    expect((await open(await forge(set(43, 100)), 100)).length).toBe(100);
    for (const change of [set(2, 1), set(3, 2), set(43, 99), set(36, 0xff)]) {
      await expect(open(await forge(change), 100)).rejects.toMatchObject({ code: 'file/damaged' });
    }
  });

  it('at whatever octet', async () => {
    const small = some(SEGMENT + 300);
    const sealed = await seal(small);
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), async (place) => {
        await expect(open(flipped(sealed, place), small.length)).rejects.toMatchObject({ code: 'file/damaged' });
      }),
      { numRuns: 150 },
    );
  });
});
