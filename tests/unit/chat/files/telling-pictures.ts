import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

/** Real pictures as a browser writes them, with what cameras and programs put into them. */
export const plain = (name: 'plain.jpg' | 'plain.png' | 'plain.webp' | 'see-through.webp'): Buffer =>
  readFileSync(new URL(`../../../fixtures/pictures/${name}`, import.meta.url));

/** Found nowhere in what goes out. The degrees of the place are rationals: searched for as octets. */
export const CANARY = 'canary-Kottbusser-Tor-4217';
const DEGREES = [52, 1, 29, 1, 5733, 100];
export const PLACE = Buffer.concat(
  DEGREES.map((number) => {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(number);
    return octets;
  }),
);

type Entry = readonly [tag: number, type: number, count: number, value: number];

/** A TIFF structure of Exif: orientation, camera, and the place in a directory of its own (Exif 2.32, 4.6.6). */
export function exifTiff(orientation: number): Buffer {
  const maker = Buffer.from(`${CANARY}\0`, 'latin1');
  const directory = (entries: readonly Entry[]) => {
    const octets = Buffer.alloc(2 + entries.length * 12 + 4);
    octets.writeUInt16BE(entries.length);
    for (const [index, [tag, type, count, value]] of entries.entries()) {
      const at = 2 + index * 12;
      octets.writeUInt16BE(tag, at);
      octets.writeUInt16BE(type, at + 2);
      octets.writeUInt32BE(count, at + 4);
      // A SHORT stands at the left of its four octets.
      if (type === 3) octets.writeUInt16BE(value, at + 8);
      else octets.writeUInt32BE(value, at + 8);
    }
    return octets;
  };
  const first = 8;
  const gps = first + 2 + 3 * 12 + 4;
  const values = gps + 2 + 2 * 12 + 4;
  return Buffer.concat([
    Buffer.from('4d4d002a00000008', 'hex'),
    directory([
      [0x010f, 2, maker.length, values],
      [0x0112, 3, 1, orientation],
      [0x8825, 4, 1, gps],
    ]),
    directory([
      [0x0001, 2, 2, 0x4e000000],
      [0x0002, 5, 3, values + maker.length],
    ]),
    maker,
    PLACE,
  ]);
}

const be16 = (number: number) => Buffer.of(number >> 8, number & 0xff);
export const jpegSegment = (marker: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0xff, marker), be16(data.length + 2), data]);
const words = (text: string) => Buffer.from(text, 'latin1');

/** Where a camera, a phone and an editor write into a JPEG, and behind it. */
export function tellingJpeg(orientation = 6): Buffer {
  const picture = plain('plain.jpg');
  const thumbnail = jpegSegment(0xe0, Buffer.concat([words('JFIF\0'), Buffer.from('0101000001000102020', 'hex')]));
  const told = [
    thumbnail,
    jpegSegment(0xe1, Buffer.concat([words('Exif\0\0'), exifTiff(orientation)])),
    jpegSegment(0xe1, words(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${CANARY}</x:xmpmeta>`)),
    jpegSegment(0xe0, words(`JFXX\0\x10${CANARY}`)),
    jpegSegment(0xe2, words(`MPF\0${CANARY}`)),
    jpegSegment(0xeb, words(`JP${CANARY}`)),
    jpegSegment(0xed, words(`Photoshop 3.0\x008BIM${CANARY}`)),
    jpegSegment(0xfe, words(CANARY)),
  ];
  const behind = Buffer.concat([picture, words(`SEFT${CANARY}`)]);
  return Buffer.concat([picture.subarray(0, 2), Buffer.of(0xff, 0xff), ...told, picture.subarray(2), behind]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([words(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

const PNG_HEAD = 33;
export function tellingPng(orientation = 6): Buffer {
  const picture = plain('plain.png');
  const end = picture.length - 12;
  const zipped = deflateSync(words(CANARY));
  return Buffer.concat([
    picture.subarray(0, PNG_HEAD),
    pngChunk('eXIf', exifTiff(orientation)),
    pngChunk('tEXt', words(`Comment\0${CANARY}`)),
    pngChunk('zTXt', Buffer.concat([words('Comment\0\0'), zipped])),
    pngChunk('iTXt', words(`XML:com.adobe.xmp\0\0\0\0\0${CANARY}`)),
    pngChunk('tIME', Buffer.from('07e60b150b0000', 'hex')),
    pngChunk('caBX', words(CANARY)),
    picture.subarray(PNG_HEAD, end),
    pngChunk('tEXt', words(`Author\0${CANARY}`)),
    picture.subarray(end),
    words(CANARY),
  ]);
}

export function riffChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
export function riff(chunks: Buffer): Buffer {
  const head = Buffer.from('RIFF----WEBP', 'latin1');
  head.writeUInt32LE(chunks.length + 4, 4);
  return Buffer.concat([head, chunks]);
}

export function tellingWebp(name: 'plain.webp' | 'see-through.webp' = 'plain.webp', orientation = 6): Buffer {
  const chunks = Buffer.from(plain(name).subarray(12));
  chunks[8] = (chunks[8] ?? 0) | 0x0c;
  const told = [
    riffChunk('EXIF', exifTiff(orientation)),
    riffChunk('XMP ', words(`<x:xmpmeta>${CANARY}</x:xmpmeta>`)),
    riffChunk('C2PA', words(CANARY)),
  ];
  return Buffer.concat([riff(Buffer.concat([chunks, ...told])), words(CANARY)]);
}

const block = (text: string) => Buffer.concat([Buffer.of(text.length), words(text)]);
/** One white dot. */
const GIF_FRAME = '2c00000000010001000002024401 00'.replaceAll(' ', '');
export function plainGif(): Buffer {
  const head = '47494638396101000100800000ffffff000000';
  const loop = Buffer.concat([Buffer.of(0x21, 0xff), block('NETSCAPE2.0'), Buffer.from('0301000000', 'hex')]);
  return Buffer.concat([Buffer.from(head, 'hex'), loop, Buffer.from(`21f9040000000000${GIF_FRAME}3b`, 'hex')]);
}
export function tellingGif(): Buffer {
  const picture = plainGif();
  return Buffer.concat([
    picture.subarray(0, 19),
    Buffer.concat([Buffer.of(0x21, 0xff), block('XMP DataXMP'), block(CANARY), Buffer.of(0)]),
    Buffer.concat([Buffer.of(0x21, 0xfe), block(CANARY), block(CANARY), Buffer.of(0)]),
    picture.subarray(19),
    words(CANARY),
  ]);
}
