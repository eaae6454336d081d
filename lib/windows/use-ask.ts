import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { BusEvent } from '../bus/protocol';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import { usePorts } from './ports';

export type Asked<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly code: ErrorCode };

/** Changes of chat come in bursts, and what a person looks at (a new message) is asked for first. */
export const BURST_MS = 30;

/**
 * Asks the background, and asks again when one of the named things changed. What was there stays drawn meanwhile, so
 * that nothing jumps. One question at a time: however many changes are told while it is under way, it is asked once
 * more afterwards. An answer to what is no longer asked (other inputs) is dropped.
 */
export function useAsk<T>(
  ask: () => Promise<T>,
  events: readonly BusEvent['event'][],
  inputs: readonly unknown[] = [],
): Asked<T> & { readonly again: () => void } {
  const { onBusEvent } = usePorts();
  const [asked, setAsked] = useState<Asked<T>>({ state: 'loading' });
  const running = useRef<symbol>(undefined);
  const wanted = useRef<'once more' | undefined>(undefined);
  const current = useRef(ask);
  current.current = ask;
  const again = useCallback(() => {
    if (running.current !== undefined) {
      wanted.current = 'once more';
      return;
    }
    const turn = Symbol('question');
    running.current = turn;
    const settle = (next: Asked<T>) => {
      if (running.current !== turn) return;
      running.current = undefined;
      setAsked(next);
      if (wanted.current === undefined) return;
      wanted.current = undefined;
      again();
    };
    current.current().then(
      (value) => settle({ state: 'ready', value }),
      (error: unknown) => settle({ state: 'failed', code: toErrorCode(error) }),
    );
  }, []);
  const names = events.join(' ');
  useEffect(() => {
    again();
    let later: ReturnType<typeof setTimeout> | undefined;
    const stop = onBusEvent((event) => {
      if (!names.split(' ').includes(event)) return;
      if (event !== 'chat') return again();
      later ??= setTimeout(() => {
        later = undefined;
        again();
      }, BURST_MS);
    });
    return () => {
      clearTimeout(later);
      running.current = undefined;
      wanted.current = undefined;
      stop();
    };
  }, [names, onBusEvent, again, ...inputs]);
  return { ...asked, again };
}
