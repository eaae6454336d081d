import type { FileId } from '../../../core/chat';

/** `again`: what stopped it may be over later. */
export type JobEnd = 'over' | 'again';
export type Job = { readonly file: FileId; readonly signal: AbortSignal; readonly onProgress: () => void };

export type Jobs = {
  /** In its turn; at once where it rests after a failure. */
  start(file: FileId): void;
  /** Answers once nothing of it runs any more. */
  stop(file: FileId): Promise<void>;
};

const TOGETHER = 2;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

type Entry = {
  readonly file: FileId;
  readonly abort: AbortController;
  tries: number;
  runs?: Promise<void>;
  rest?: ReturnType<typeof setTimeout>;
};

/**
 * Transfers in the order in which they were asked for, two at a time. One that fails is tried again after growing
 * pauses, five times without any progress; then it waits until somebody starts it.
 */
export function createJobs(run: (job: Job) => Promise<JobEnd>, pauses: readonly number[] = PAUSES_MS): Jobs {
  const entries = new Map<FileId, Entry>();
  const queue: Entry[] = [];
  let running = 0;

  const enqueue = (entry: Entry): void => {
    clearTimeout(entry.rest);
    delete entry.rest;
    queue.push(entry);
    pump();
  };
  const work = async (entry: Entry): Promise<void> => {
    const onProgress = () => {
      entry.tries = 0;
    };
    const end = await run({ file: entry.file, signal: entry.abort.signal, onProgress });
    delete entry.runs;
    running--;
    const pause = pauses[entry.tries++];
    if (entry.abort.signal.aborted) return;
    if (end === 'again' && pause !== undefined) entry.rest = setTimeout(enqueue, pause, entry);
    else entries.delete(entry.file);
  };
  function pump(): void {
    while (running < TOGETHER) {
      const entry = queue.shift();
      if (entry === undefined) return;
      running++;
      entry.runs = work(entry).finally(pump);
    }
  }

  return {
    start(file) {
      const known = entries.get(file);
      if (known !== undefined && known.rest === undefined) return;
      const entry = known ?? { file, abort: new AbortController(), tries: 0 };
      entry.tries = 0;
      entries.set(file, entry);
      enqueue(entry);
    },
    async stop(file) {
      const entry = entries.get(file);
      if (entry === undefined) return;
      entry.abort.abort();
      clearTimeout(entry.rest);
      const place = queue.indexOf(entry);
      if (place >= 0) queue.splice(place, 1);
      await entry.runs;
      entries.delete(file);
    },
  };
}
