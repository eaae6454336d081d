import { describe, expect, it } from 'vitest';
import { orientationOf } from '../../../../lib/chat/files/pictures/exif';
import { withoutMetadata } from '../../../../lib/chat/files/pictures/without-metadata';
import { octetsOf } from './files-world';
import {
  CANARY,
  exifTiff,
  jpegSegment,
  PLACE,
  plain,
  plainGif,
  pngChunk,
  riff,
  riffChunk,
  tellingGif,
  tellingJpeg,
  tellingPng,
  tellingWebp,
} from './telling-pictures';

const clean = async (octets: Uint8Array, name = 'holiday', mediaType = '') =>
  octetsOf(await withoutMetadata({ name, mediaType, content: new Blob([Uint8Array.from(octets)]) }));
const words = (text: string) => Buffer.from(text, 'latin1');

const TELLING = {
  jpeg: tellingJpeg(),
  png: tellingPng(),
  webp: tellingWebp(),
  'webp with transparency': tellingWebp('see-through.webp'),
  gif: tellingGif(),
};

describe('a picture that is sent', () => {
  it.each(Object.entries(TELLING))('tells nothing of place, camera and time: %s', async (_, picture) => {
    expect(picture.includes(CANARY)).toBe(true);
    const cleaned = await clean(picture);
    expect(cleaned.includes(CANARY)).toBe(false);
    expect(cleaned.includes(PLACE)).toBe(false);
    // What was written together with them is gone too: nothing but the picture is left.
    expect(cleaned.length).toBeLessThan(1_200);
  });

  it('is the plain picture, octet for octet, but for the orientation', async () => {
    expect((await clean(tellingPng(1))).equals(plain('plain.png'))).toBe(true);
    expect((await clean(tellingWebp('plain.webp', 1))).equals(plain('plain.webp'))).toBe(true);
    expect((await clean(tellingWebp('see-through.webp', 1))).equals(plain('see-through.webp'))).toBe(true);
    expect((await clean(tellingGif())).equals(plainGif())).toBe(true);
    expect((await clean(plain('plain.jpg'))).equals(plain('plain.jpg'))).toBe(true);
    const jpeg = await clean(tellingJpeg(1));
    // The colour profile and everything behind it; before it a JFIF without its thumbnail.
    expect(jpeg.subarray(20).equals(plain('plain.jpg').subarray(20))).toBe(true);
    expect(jpeg.subarray(0, 20).toString('hex')).toBe('ffd8ffe000104a46494600010100000100010000');
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('stands the right way up: orientation %d', async (orientation) => {
    const jpeg = await clean(tellingJpeg(orientation));
    const at = jpeg.indexOf('Exif\0\0');
    expect(orientationOf(jpeg.subarray(at + 6))).toBe(orientation);
    expect(jpeg.subarray(at - 4, at).toString('hex')).toBe('ffe10022');
    const png = await clean(tellingPng(orientation));
    expect(orientationOf(png.subarray(png.indexOf('eXIf') + 4))).toBe(orientation);
    expect(png.includes(pngChunk('eXIf', png.subarray(png.indexOf('eXIf') + 4, png.indexOf('eXIf') + 30)))).toBe(true);
    const webp = await clean(tellingWebp('plain.webp', orientation));
    expect(orientationOf(webp.subarray(webp.indexOf('EXIF') + 8))).toBe(orientation);
    expect([webp.readUInt32LE(4), (webp[20] ?? 0) & 0x0c]).toEqual([webp.length - 8, 0x08]);
  });

  it('has no Exif where the orientation turns nothing, or cannot be read', async () => {
    for (const tiff of [
      exifTiff(1),
      exifTiff(0),
      exifTiff(9),
      exifTiff(6).subarray(0, 12),
      words('II*\0\xff\xff\xff\xff'),
    ]) {
      expect(orientationOf(tiff)).toBeUndefined();
    }
    expect((await clean(tellingJpeg(1))).includes('Exif')).toBe(false);
  });

  it('keeps what Adobe says of the colours of a JPEG, and drops what only looks like it', async () => {
    const picture = plain('plain.jpg');
    const adobe = jpegSegment(0xee, Buffer.concat([words('Adobe'), Buffer.from('00640000000001', 'hex')]));
    const other = jpegSegment(0xee, words(`Adobe${CANARY}`));
    const cleaned = await clean(Buffer.concat([picture.subarray(0, 2), adobe, other, picture.subarray(2)]));
    expect([cleaned.includes(adobe), cleaned.includes(CANARY)]).toEqual([true, false]);
  });

  it('keeps the scans of a progressive JPEG, whatever stands between them', async () => {
    const picture = plain('plain.jpg');
    const scan = picture.subarray(picture.lastIndexOf(Buffer.from('ffda', 'hex')), -2);
    const note = jpegSegment(0xfe, words(CANARY));
    // Restarts, an octet that looks like a marker, and one that fills up to the next marker.
    const restart = Buffer.from('ffd0ff00ffffd7ff', 'hex');
    const whole = Buffer.concat([picture.subarray(0, -2), restart, note, scan, note, picture.subarray(-2)]);
    const wanted = Buffer.concat([picture.subarray(0, -2), restart, scan, picture.subarray(-2)]);
    expect((await clean(whole)).equals(wanted)).toBe(true);
  });

  it('keeps an animation, and drops what stands in it', async () => {
    const frames = Buffer.concat([
      pngChunk('acTL', Buffer.alloc(8)),
      pngChunk('fcTL', Buffer.alloc(26)),
      pngChunk('tEXt', words(CANARY)),
      pngChunk('fdAT', Buffer.alloc(20)),
    ]);
    const png = plain('plain.png');
    const animated = await clean(Buffer.concat([png.subarray(0, 33), frames, png.subarray(33)]));
    expect(animated.length).toBe(png.length + frames.length - 12 - CANARY.length);
    const frame = riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), riffChunk('VP8 ', Buffer.alloc(11))]));
    const head = riffChunk('VP8X', Buffer.from('0e000000000000000000', 'hex'));
    const webp = await clean(riff(Buffer.concat([head, frame, frame, riffChunk('XMP ', words(CANARY))])));
    expect(webp.subarray(30).equals(Buffer.concat([frame, frame]))).toBe(true);
    expect(webp[20]).toBe(0x02);
  });
});

describe('what cannot be cleaned is not sent without a decision', () => {
  const head = (hex: string) => Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), words(CANARY)]);
  const KINDS: Record<string, Buffer> = {
    HEIC: head('00000018 66747970 68656963'),
    AVIF: head('0000001c 66747970 61766966'),
    MP4: head('00000020 66747970 69736f6d'),
    QuickTime: head('00000014 66747970 71742020'),
    'QuickTime without ftyp': head('00000008 77696465 00'),
    TIFF: head('49492a00'),
    'TIFF, big endian': head('4d4d002a'),
    'Fujifilm raw': words(`FUJIFILMCCD-RAW ${CANARY}`),
    WebM: head('1a45dfa3'),
    AVI: words(`RIFF....AVI ${CANARY}`),
    'JPEG XL': head('0000000c 4a584c20 0d0a870a'),
  };
  it.each(Object.entries(KINDS))('%s, by what it begins with, whatever its name', async (_, octets) => {
    await expect(clean(octets, 'harmless.txt', 'text/plain')).rejects.toMatchObject({ code: 'file/may-tell' });
  });

  it('by name or type, where the octets say nothing', async () => {
    await expect(clean(words('?'), 'IMG_1.HEIC')).rejects.toMatchObject({ code: 'file/may-tell' });
    await expect(clean(words('?'), 'x', 'video/mp2t')).rejects.toMatchObject({ code: 'file/may-tell' });
    await expect(clean(words('?'), 'x', 'image/jpeg')).rejects.toMatchObject({ code: 'file/may-tell' });
    await expect(clean(new Uint8Array(0), 'x.jpg', 'image/jpeg')).rejects.toMatchObject({ code: 'file/may-tell' });
  });

  it('but everything else goes as it is', async () => {
    for (const text of [
      '',
      'The free market and the wide world',
      'MM is a month',
      '%PDF-1.7',
      'PK\x03\x04',
      'RIFF....WAVE',
    ]) {
      expect((await clean(words(text), 'a.txt', 'text/plain')).toString('latin1')).toBe(text);
    }
    expect((await clean(words('<svg/>'), 'a.svg', 'image/svg+xml')).toString()).toBe('<svg/>');
  });

  const jpeg = plain('plain.jpg');
  const png = plain('plain.png');
  const webp = plain('plain.webp');
  const BROKEN: Record<string, Buffer> = {
    'a JPEG that is cut off': tellingJpeg().subarray(0, 900),
    'a JPEG without a picture': Buffer.from('ffd8ffd9', 'hex'),
    'a JPEG with octets between its segments': Buffer.concat([jpeg.subarray(0, 20), words('?'), jpeg.subarray(20)]),
    'a JPEG with a marker of nobody': Buffer.concat([
      jpeg.subarray(0, 2),
      jpegSegment(0xf7, words('?')),
      jpeg.subarray(2),
    ]),
    'a JPEG with a segment of no length': Buffer.from('ffd8ffe10001ffd9', 'hex'),
    'a JPEG of nothing but filling': Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(3_000_000, 0xff)]),
    'a JPEG whose scan never ends': Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(3_000_000, 0xff)]),
    'a PNG that is cut off': png.subarray(0, -12),
    'a PNG with a longer chunk than itself': Buffer.concat([
      png.subarray(0, 33),
      Buffer.from('7fffffff49444154', 'hex'),
    ]),
    'a PNG that begins with something else': Buffer.concat([png.subarray(0, 8), png.subarray(33)]),
    'a PNG with two beginnings': Buffer.concat([png.subarray(0, 33), png.subarray(8)]),
    'a PNG with a critical chunk of nobody': Buffer.concat([
      png.subarray(0, 33),
      pngChunk('CgBI', words('abcd')),
      png.subarray(33),
    ]),
    'a PNG of 200,000 chunks': Buffer.concat([
      png.subarray(0, 33),
      Buffer.alloc(200_000 * 12, pngChunk('IDAT', Buffer.alloc(0))),
    ]),
    'a WebP that is cut off': webp.subarray(0, -20),
    'a WebP that says it is shorter': Buffer.concat([
      webp.subarray(0, 4),
      Buffer.from('70000000', 'hex'),
      webp.subarray(8),
    ]),
    'a WebP without a picture': riff(Buffer.alloc(0)),
    'a WebP with something unknown in a frame': riff(
      Buffer.concat([
        riffChunk('VP8X', Buffer.alloc(10)),
        riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), riffChunk('XMP ', words(CANARY))])),
      ]),
    ),
    'a GIF that is cut off': tellingGif().subarray(0, 60),
    'a GIF with a block of nobody': Buffer.concat([plainGif().subarray(0, 19), words('?')]),
  };
  it('a JPEG of 30 MB of filling, at once', async () => {
    const octets = Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(30_000_000, 0xff)]);
    const began = performance.now();
    await expect(clean(octets)).rejects.toMatchObject({ code: 'file/uncleaned' });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it.each(Object.entries(BROKEN))('%s', async (_, octets) => {
    await expect(clean(octets)).rejects.toMatchObject({ code: 'file/uncleaned' });
  });
});
