/** As much of Chromium's trace format as is needed; times in microseconds, `tdur` of the thread's own clock. */
type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
};

export function parseTrace(octets: Uint8Array | undefined): readonly TraceEvent[] {
  const { traceEvents } = JSON.parse(new TextDecoder().decode(octets)) as { traceEvents: readonly TraceEvent[] };
  return traceEvents.filter(({ ph }) => ph === 'X');
}

const SCRIPT_EVENTS = new Set(['FunctionCall', 'EvaluateScript', 'v8.compile', 'v8.run']);
const ms = (microseconds: number | undefined): number => (microseconds ?? 0) / 1_000;

/** One task of a thread in milliseconds of that thread, and the part of it that was spent in code of this origin. */
export type TaskShare = { readonly whole: number; readonly mine: number };

/** Every task in which a script of the extension ran inside a page. Calls within calls are counted once. */
export function ourShares(events: readonly TraceEvent[], origin: string): readonly TaskShare[] {
  const isOurs = ({ name, args }: TraceEvent) =>
    SCRIPT_EVENTS.has(name) && args?.data?.url?.startsWith(`${origin}/content-scripts/`);
  const holds = (outer: TraceEvent, inner: TraceEvent) =>
    outer.pid === inner.pid &&
    outer.tid === inner.tid &&
    outer.ts <= inner.ts &&
    inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0);
  const calls = events.filter(isOurs);
  const outermost = calls.filter((call) => !calls.some((other) => other !== call && holds(other, call)));
  const tasks = events.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  const shares = new Map<TraceEvent, number>();
  for (const call of outermost) {
    const task = tasks.find((one) => holds(one, call));
    if (task !== undefined) shares.set(task, (shares.get(task) ?? 0) + ms(call.tdur));
  }
  return [...shares].map(([task, mine]) => ({ whole: ms(task.tdur), mine }));
}
