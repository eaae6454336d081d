import { useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';

export type Act = {
  readonly busy: boolean;
  /** Why the last try failed. */
  readonly code: ErrorCode | undefined;
  /** Runs one piece of work at a time; never rejects. */
  readonly run: (work: () => Promise<void>) => void;
  readonly clear: () => void;
};

/** Something a person does: busy while it runs, a code when it fails, and no second press meanwhile. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [code, setCode] = useState<ErrorCode>();
  const running = useRef<symbol>(undefined);
  const run = (work: () => Promise<void>): void => {
    if (running.current !== undefined) return;
    running.current = Symbol('running');
    setBusy(true);
    setCode(undefined);
    const settle = (failed?: ErrorCode) => {
      running.current = undefined;
      setBusy(false);
      setCode(failed);
    };
    work().then(
      () => settle(),
      (error: unknown) => settle(toErrorCode(error)),
    );
  };
  return { busy, code, run, clear: () => setCode(undefined) };
}
