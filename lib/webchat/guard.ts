import { AppError } from '../core/errors';

type Work = (...given: never[]) => Promise<unknown>;

/** What is thrown is an `AppError`: a mistake of ours is told to the log, and is `bus/internal` to who asked. */
export function guarded<T extends Readonly<Record<string, Work>>>(work: T, onFailure: (error: unknown) => void): T {
  const guard =
    (run: Work): Work =>
    async (...given) => {
      try {
        return await run(...given);
      } catch (error) {
        if (error instanceof AppError) throw error;
        onFailure(error);
        throw new AppError('bus/internal', { cause: error });
      }
    };
  return Object.fromEntries(Object.entries(work).map(([name, run]) => [name, guard(run)])) as T;
}
