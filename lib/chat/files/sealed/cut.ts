export type OctetStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The same octets in parts of `size`, the last one as it comes out; each part is a copy of its own. */
export async function* cut(source: OctetStream, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let part = new Uint8Array(size);
  let filled = 0;
  for await (const octets of source) {
    let at = 0;
    while (at < octets.length) {
      const taken = octets.subarray(at, at + size - filled);
      part.set(taken, filled);
      at += taken.length;
      filled += taken.length;
      if (filled < size) continue;
      yield part;
      part = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield part.slice(0, filled);
}
