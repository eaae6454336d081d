import { AppError } from '../errors';
import { writeHex } from './hex';

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

  /** Half as many octets as there are digits. Fails with `wire/malformed`. */
  hex(value: string): void {
    const at = this.#reserve(value.length / 2);
    writeHex(value, this.#octets, at);
  }

  /** A vector of UTF-8, of at most so many octets. Fails with `wire/malformed`. Leaves no copy behind. */
  text(value: string, max: number): void {
    // A code unit is three octets at most; the length comes first, and is known last.
    const room = Math.min(max, value.length * 3) + 3;
    const start = this.#at;
    const at = this.#reserve(room + 4) + 4;
    const { read, written } = new TextEncoder().encodeInto(value, this.#octets.subarray(at, at + room));
    this.#at = start;
    if (read < value.length || written > max) throw new AppError('wire/malformed');
    this.length(written);
    this.#octets.copyWithin(this.#at, at, at + written);
    this.#octets.fill(0, Math.max(at, this.#at + written), at + written);
    this.#at += written;
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
