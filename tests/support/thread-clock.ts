/**
 * Milliseconds of this thread's own work since the call: what other programs on the machine, other tests, and the threads
 * of the collector take meanwhile is not in it. For what is claimed of a computation.
 */
export function threadClock(): () => number {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  };
}
