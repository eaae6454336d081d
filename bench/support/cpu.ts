import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** What the kernel counts by in /proc (USER_HZ), whatever its own clock is. */
const TICKS_A_SECOND = 100;

type Process = { readonly parent: number; readonly ticks: number };

/** proc_pid_stat(5): user and system time, its own and that of children which ended. `undefined` where it is gone. */
function readProcess(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it stands in brackets, and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return undefined;
  }
}

/** Seconds of a core that a process and all that it started have taken so far; what ended meanwhile counts on. */
function secondsOf(root: number, all: ReadonlyMap<number, Process>): number {
  const family = [root];
  for (const pid of family) for (const [child, { parent }] of all) if (parent === pid) family.push(child);
  return family.reduce((sum, pid) => sum + (all.get(pid)?.ticks ?? 0), 0) / TICKS_A_SECOND;
}

function readAll(): ReadonlyMap<number, Process> {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(
    pids.flatMap((pid) => {
      const found = readProcess(pid);
      return found === undefined ? [] : [[pid, found] as const];
    }),
  );
}

/**
 * Cores that each of these processes, with everything that it started, keeps busy over a span of time.
 * @param span milliseconds
 */
export async function coresOf(roots: readonly number[], span: number): Promise<readonly number[]> {
  const look = () => {
    const all = readAll();
    return { at: performance.now(), seconds: roots.map((root) => secondsOf(root, all)) };
  };
  const before = look();
  await pause(span);
  const after = look();
  return after.seconds.map((now, at) => (now - (before.seconds[at] ?? 0)) / ((after.at - before.at) / 1_000));
}
