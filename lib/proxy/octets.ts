import type { Pristine, World } from './pristine';

/** Octets of a text in UTF-8, a lone surrogate counting as U+FFFD, as it is sent. */
export function utf8Length({ charCodeAt }: Pristine, text: string): number {
  let octets = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = charCodeAt(text, at);
    if (unit < 0x80) octets += 1;
    else if (unit < 0x800) octets += 2;
    else if (isHigh(unit) && at + 1 < text.length && isLow(charCodeAt(text, at + 1))) {
      octets += 4;
      at += 1;
    } else octets += 3;
  }
  return octets;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Whether a browser sends this value as binary data, and not as the text that it is converted to. */
export function binaryTest(world: World, pristine: Pristine): (value: unknown) => boolean {
  const sizeOf = pristine.getter<number>(world.Blob.prototype, 'size');
  const lengthOf = pristine.getter<number>(world.ArrayBuffer.prototype, 'byteLength');
  const { isView } = world.ArrayBuffer;
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    if (isView(value)) return true;
    // By their internal slots, which hold across frames and cannot be feigned.
    return answers(sizeOf, value) || answers(lengthOf, value);
  };
}

function answers(getter: (self: unknown) => unknown, value: object): boolean {
  try {
    getter(value);
    return true;
  } catch {
    return false;
  }
}
