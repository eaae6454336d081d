type Waiting<In, Out> = {
  readonly item: In;
  readonly resolve: (out: Out) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Runs together what is asked in one turn of the event loop, and what is asked while `inFlight` runs are under way:
 * one journey, one commit. Answers stand in the order of the questions; a run that fails fails all of its questions.
 */
export function gather<In, Out>(
  run: (items: readonly In[]) => Promise<readonly Out[]>,
  { most, inFlight }: { readonly most: number; readonly inFlight: number },
): (item: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  let running = 0;
  let scheduled = false;

  const finish = async (batch: readonly Waiting<In, Out>[]) => {
    try {
      const answers = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Out);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    running -= 1;
    flush();
  };

  const flush = () => {
    scheduled = false;
    while (waiting.length > 0 && running < inFlight) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      running += 1;
      void finish(batch);
    }
  };

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (scheduled || running >= inFlight) return;
      scheduled = true;
      setImmediate(flush);
    });
}
