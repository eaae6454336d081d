import { AppError } from '../errors';

const LONGEST = 2 ** 30 - 1;

/** Writes octets one after another into a buffer that grows. */
export class Writer {
  #octets: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #at = 0;

  constructor(room = 256) {
    this.#octets = new Uint8Array(room);
    this.#view = new DataView(this.#octets.buffer);
  }

  get written(): number {
    return this.#at;
  }

  /** Octets of the buffer. */
  get room(): number {
    return this.#octets.length;
  }

  /** Begins again in the same buffer: nothing that `take` gave may be in use any more. */
  restart(wipe: boolean): void {
    if (wipe) this.#octets.fill(0, 0, this.#at);
    this.#at = 0;
  }

  /** Big endian. The caller has checked that the value fits. */
  whole(value: number, octets: 1 | 2 | 4): void {
    const at = this.#reserve(octets);
    if (octets === 1) this.#view.setUint8(at, value);
    else if (octets === 2) this.#view.setUint16(at, value);
    else this.#view.setUint32(at, value);
  }

  octets(value: Uint8Array): void {
    // Room is made first: that may put another buffer in the place of this one.
    const at = this.#reserve(value.length);
    this.#octets.set(value, at);
  }

  /** The length of a vector in 1, 2 or 4 octets: RFC 9420, section 2.1.2. */
  length(value: number): void {
    if (value > LONGEST) throw new AppError('wire/malformed');
    if (value < 0x40) this.whole(value, 1);
    else if (value < 0x4000) this.whole(0x4000 + value, 2);
    else this.whole(0x80000000 + value, 4);
  }

  /** What was written so far, without copying; the writer may not be used afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#octets.subarray(0, this.#at);
  }

  #reserve(length: number): number {
    const at = this.#at;
    const needed = at + length;
    if (needed > this.#octets.length) this.#grow(needed);
    this.#at = needed;
    return at;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#octets.length * 2));
    larger.set(this.#octets.subarray(0, this.#at));
    // Nobody knows what was in it: sessions are wiped from memory.
    this.#octets.fill(0);
    this.#octets = larger;
    this.#view = new DataView(larger.buffer);
  }
}
