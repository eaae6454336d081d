import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { BusEvent } from '../bus/protocol';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import { usePorts } from './ports';

export type Asked<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly code: ErrorCode };

/**
 * Asks the background, and asks again when one of the named things changed. What was there stays
 * drawn meanwhile, so that nothing jumps; an answer that was overtaken by a newer question is dropped.
 */
export function useAsk<T>(
  ask: () => Promise<T>,
  events: readonly BusEvent['event'][],
  inputs: readonly unknown[] = [],
): Asked<T> & { readonly again: () => void } {
  const { onBusEvent } = usePorts();
  const [asked, setAsked] = useState<Asked<T>>({ state: 'loading' });
  const latest = useRef(0);
  const current = useRef(ask);
  current.current = ask;
  const again = useCallback(() => {
    latest.current += 1;
    const turn = latest.current;
    const settle = (next: Asked<T>) => {
      if (turn === latest.current) setAsked(next);
    };
    current.current().then(
      (value) => settle({ state: 'ready', value }),
      (error: unknown) => settle({ state: 'failed', code: toErrorCode(error) }),
    );
  }, []);
  const names = events.join(' ');
  useEffect(() => {
    again();
    const stop = onBusEvent((event) => {
      if (names.split(' ').includes(event)) again();
    });
    return () => {
      latest.current += 1;
      stop();
    };
  }, [names, onBusEvent, again, ...inputs]);
  return { ...asked, again };
}
