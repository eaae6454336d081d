/** `work` after so many milliseconds; the answer takes it back. */
export function later(work: () => void, afterMs: number): () => void {
  const timer = setTimeout(work, afterMs);
  return () => clearTimeout(timer);
}

/** Settles with the work, or after so many milliseconds if that takes longer: the work goes on, and nobody waits. */
export async function atMost(work: unknown, ms: number): Promise<void> {
  let cancel: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => {
    cancel = later(resolve, ms);
  });
  try {
    await Promise.race([work, enough]);
  } finally {
    cancel();
  }
}
