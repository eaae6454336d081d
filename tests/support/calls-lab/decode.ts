import type { Page } from 'puppeteer-core';
import type { Recording } from './recording';

export type Decoded = {
  /** Frames that came out of the decoder as pictures. */
  readonly pictures: number;
  /** The mean of them as a small grey copy; nothing where there was none. */
  readonly portrait?: readonly number[];
};

/** Enough for a portrait: five seconds. */
const FRAMES_MOST = 150;

/** Lets a real decoder (Chromium's, by WebCodecs) make of a recording what it can: what an eavesdropper would see. */
export function decodeIn(page: Page, { codec, frames }: Recording): Promise<Decoded> {
  const octets = frames.slice(0, FRAMES_MOST).map((frame) => frame.toString('base64'));
  return page.evaluate(decodeAll, codec, octets);
}

/** Runs in the page. */
async function decodeAll(codec: string, frames: readonly string[]): Promise<Decoded> {
  const [width, height] = [32, 24];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const sums = new Array<number>(width * height).fill(0);
  let pictures = 0;
  const take = (frame: VideoFrame): void => {
    context?.drawImage(frame, 0, 0, width, height);
    frame.close();
    const data = context?.getImageData(0, 0, width, height).data ?? [];
    pictures += 1;
    for (let at = 0; at < sums.length; at += 1) {
      const [red = 0, green = 0, blue = 0] = [data[at * 4], data[at * 4 + 1], data[at * 4 + 2]];
      sums[at] = (sums[at] ?? 0) + 0.299 * red + 0.587 * green + 0.114 * blue;
    }
  };
  // After an error it is over: the next key frame gets a new one.
  const make = () => {
    const decoder = new VideoDecoder({ output: take, error: () => undefined });
    decoder.configure({ codec: codec === 'vp8' ? 'vp8' : 'vp09.00.10.08' });
    return { decoder, isFresh: true };
  };
  /** RFC 6386, 9.1; VP9 bitstream, 6.2: bits of the first octet. */
  const isKey = (first: number) => (codec === 'vp8' ? (first & 1) === 0 : (first & 0xfc) === 0x80);
  let current = make();
  for (const [at, text] of frames.entries()) {
    const data = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const key = isKey(data[0] ?? 0);
    if (current.decoder.state === 'closed') current = make();
    if (current.isFresh && !key) continue;
    try {
      current.decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp: at * 33_333, data }));
      current.isFresh = false;
      // Errors are told in a later turn.
      await new Promise((resolve) => setTimeout(resolve));
    } catch {
      current = make();
    }
  }
  await current.decoder.flush().catch(() => undefined);
  return pictures === 0 ? { pictures } : { pictures, portrait: sums.map((sum) => sum / pictures) };
}
