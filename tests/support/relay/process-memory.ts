import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const CHUNK = 16 * 1_024 * 1_024;

/** How often each of the needles lies in the memory of a process of ours. Linux; the same user, or root. */
export function searchMemory(pid: number, needles: readonly Uint8Array[]): number[] {
  const found = needles.map(() => 0);
  const longest = Math.max(...needles.map(({ length }) => length));
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const [from, to] of writableRegions(pid)) {
      for (let at = from; at < to; at += CHUNK - longest) {
        const octets = readAt(memory, at, Math.min(CHUNK, to - at));
        if (octets === undefined) break;
        for (const [index, needle] of needles.entries()) {
          // What lies in the overlap of two chunks is whole in the second one only.
          const end = at + octets.length < to ? octets.length - longest : octets.length;
          for (let hit = octets.indexOf(needle); hit >= 0 && hit <= end; hit = octets.indexOf(needle, hit + 1)) {
            found[index] = (found[index] ?? 0) + 1;
          }
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

function writableRegions(pid: number): Array<readonly [number, number]> {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from, to, mode] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      if (from === undefined || to === undefined || mode?.startsWith('rw') !== true) return [];
      const region = [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
      return Number.isSafeInteger(region[1]) ? [region] : [];
    });
}

function readAt(memory: number, at: number, length: number): Buffer | undefined {
  const octets = Buffer.allocUnsafeSlow(length);
  try {
    return octets.subarray(0, readSync(memory, octets, 0, length, at));
  } catch {
    return undefined;
  }
}
