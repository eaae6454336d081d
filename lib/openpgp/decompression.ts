import { CompressedDataPacket } from 'openpgp';

const replaced = Symbol.for('sotto.openpgp.decompression');

type Decompressing = { decompress(options?: object): Promise<void>; [replaced]?: true };

/** Refuses to be made in the one way that the library takes as "this browser cannot". */
class Unavailable {
  constructor() {
    throw new TypeError();
  }
}

/**
 * Makes the library unpack with its own inflate and never with the browser's `DecompressionStream`. That one refuses
 * any octet behind the end of the data, and Sequoia pads every message there by default ("Trailing junk found"). The
 * library asks for the stream synchronously and falls back on a TypeError, so that the name is taken away for the
 * length of one call in which nothing else can run. The limits on size hold for both.
 */
export function installOwnInflate(): void {
  const prototype = CompressedDataPacket.prototype as unknown as Decompressing;
  if (prototype[replaced]) return;
  const { decompress } = prototype;
  prototype.decompress = function (options) {
    const native = globalThis.DecompressionStream;
    globalThis.DecompressionStream = Unavailable as unknown as typeof DecompressionStream;
    try {
      return decompress.call(this, options);
    } finally {
      globalThis.DecompressionStream = native;
    }
  };
  prototype[replaced] = true;
}
