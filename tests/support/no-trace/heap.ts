import { getHeapSnapshot } from 'node:v8';

/**
 * Which strings, given as their octets in Latin-1, can be reached from anywhere in this thread: the snapshot is taken
 * after a collection, and names every string that is left. Octets, because a string to look for would be found.
 */
export async function heldByHeap(strings: readonly Buffer[]): Promise<readonly boolean[]> {
  const longest = Math.max(...strings.map(({ length }) => length));
  const found = strings.map(() => false);
  let tail = Buffer.alloc(0);
  for await (const chunk of getHeapSnapshot()) {
    const text = Buffer.concat([tail, chunk as Buffer]);
    for (const [at, wanted] of strings.entries()) found[at] ||= text.includes(wanted);
    tail = text.subarray(Math.max(0, text.length - longest + 1));
  }
  return found;
}
