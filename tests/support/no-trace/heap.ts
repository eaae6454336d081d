import { getHeapSnapshot } from 'node:v8';

/**
 * Whether a string that holds these octets (as Latin-1) can be reached from anywhere in this thread: the snapshot is
 * taken after a collection, and names every string that is left. The octets are given as octets, because a string to
 * look for would be found.
 */
export async function heapHolds(octets: Uint8Array): Promise<boolean> {
  const wanted = Buffer.from(octets);
  let tail = Buffer.alloc(0);
  let isFound = false;
  for await (const chunk of getHeapSnapshot()) {
    const text = Buffer.concat([tail, chunk as Buffer]);
    isFound ||= text.includes(wanted);
    tail = text.subarray(Math.max(0, text.length - wanted.length + 1));
  }
  return isFound;
}
