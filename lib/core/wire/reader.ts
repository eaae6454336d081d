import { AppError } from '../errors';

/** Reads octets from front to back; past the end is `AppError('wire/malformed')`. Views, never copies. */
export class Reader {
  readonly #octets: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(octets: Uint8Array, at = 0) {
    this.#octets = octets;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.#at = at;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  /** Big endian, as all numbers on the wire. */
  whole(octets: 1 | 2 | 4): number {
    const at = this.#take(octets);
    if (octets === 1) return this.#view.getUint8(at);
    return octets === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  octets(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#octets.subarray(at, at + length);
  }

  /** The length of a vector in 1, 2 or 4 octets, in its shortest form only: RFC 9420, section 2.1.2. */
  length(): number {
    const first = this.whole(1);
    const rest = first & 0x3f;
    if (first < 0x40) return rest;
    if (first < 0x80) return this.#atLeast(0x40, rest * 0x100 + this.whole(1));
    if (first < 0xc0) return this.#atLeast(0x4000, rest * 0x1000000 + this.whole(1) * 0x10000 + this.whole(2));
    throw new AppError('wire/malformed');
  }

  /** Everything was read: what follows a complete value is refused. */
  end(): void {
    if (this.left > 0) throw new AppError('wire/malformed');
  }

  #atLeast(least: number, value: number): number {
    if (value < least) throw new AppError('wire/malformed');
    return value;
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.left) throw new AppError('wire/malformed');
    this.#at = at + length;
    return at;
  }
}
