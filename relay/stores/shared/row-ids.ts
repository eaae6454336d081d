/** An id of 128 bits, hex, as a row keeps it. Built in, because it is done several times for each message. */
export function idOctets(id: string): Uint8Array {
  const octets = Buffer.from(id, 'hex');
  // Node leaves out what is not hex: two wrong ids must not become one. Ids were parsed before: this is a fault of ours.
  if (octets.length !== 16 || id.length !== 32) throw new TypeError('not an id');
  return octets;
}

/** The id as text; the caller knows of which kind the column is. */
export const idText = <Id extends string>(octets: Uint8Array): Id =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex') as Id;
