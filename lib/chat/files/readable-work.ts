import { AppError } from '../../core/errors';
import type { Work } from '../contract';

/** Work that holds something readable: it ends when somebody cancels it, or when keys lock. */
export type Readable = { readonly check: () => void; readonly onProgress: (fraction: number) => void };
export type ReadableWork = {
  run<T>(work: Work | undefined, task: (readable: Readable) => Promise<T>): Promise<T>;
  /** All that runs ends with `vault/locked` at its next step. */
  stop(): void;
};

export function createReadableWork(): ReadableWork {
  let lock = new AbortController();
  return {
    run: (work, task) => {
      const { signal } = lock;
      const check = () => {
        if (signal.aborted) throw new AppError('vault/locked');
        if (work?.signal?.aborted) throw new AppError('bus/cancelled');
      };
      return task({ check, onProgress: (fraction) => work?.onProgress?.(fraction) });
    },
    stop: () => {
      lock.abort();
      lock = new AbortController();
    },
  };
}
