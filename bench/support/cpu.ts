import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
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

/** Seconds of cores that were busy with anything at all since this machine was started. */
const secondsOfAll = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1_000;

export type Cores = {
  /** Kept busy by each of the processes with everything that it started. */
  readonly each: readonly number[];
  /** Kept busy by whatever runs on this machine. */
  readonly all: number;
};

/** @param span milliseconds */
export async function coresOf(roots: readonly number[], span: number): Promise<Cores> {
  const look = () => {
    const processes = readAll();
    return { at: performance.now(), all: secondsOfAll(), each: roots.map((root) => secondsOf(root, processes)) };
  };
  const before = look();
  await pause(span);
  const after = look();
  const seconds = (after.at - before.at) / 1_000;
  return {
    each: after.each.map((now, at) => (now - (before.each[at] ?? 0)) / seconds),
    all: (after.all - before.all) / seconds,
  };
}
