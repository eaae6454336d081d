/** A print of (mailbox, message id): two numbers of 32 bits. */
export type Print = readonly [number, number];

const PRIME = 2 ** 32 - 5;
/** Eight halves of words for the id, two for the number of the mailbox, one number that is added. */
const KEYS = 11;
/** Octets of the secret numbers of both halves of a print. */
export const PRINT_KEY_OCTETS = 2 * KEYS * 4;

/**
 * The universal hash of Carter and Wegman (1979), twice: for any two inputs the prints are equal with a probability
 * of 2^-64 over the secret numbers, whatever inputs somebody chooses who does not know them. So nobody can make a
 * message of another look like a duplicate, or make the table slow.
 */
export function createPrints(secret: Uint8Array): (mailbox: number, id: Uint8Array) => Print {
  const view = new DataView(secret.buffer, secret.byteOffset, PRINT_KEY_OCTETS);
  const keys = Float64Array.from({ length: 2 * KEYS }, (_, index) => view.getUint32(index * 4) % PRIME);
  const half = (mailbox: number, id: Uint8Array, from: number): number => {
    // A product is below 2^48, the sum of eleven below 2^52: exact.
    let sum = keys[from + 10] ?? 0;
    for (let at = 0; at < 8; at++) sum += (keys[from + at] ?? 0) * ((id[2 * at] ?? 0) * 256 + (id[2 * at + 1] ?? 0));
    sum += (keys[from + 8] ?? 0) * (mailbox & 0xffff) + (keys[from + 9] ?? 0) * (mailbox >>> 16);
    return sum % PRIME;
  };
  // Zero in the first half means an empty place in the table.
  return (mailbox, id) => [half(mailbox, id, 0) || 1, half(mailbox, id, KEYS)];
}
