import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

type KeptFocus = { readonly bar: RefObject<HTMLElement | null>; readonly button: RefObject<HTMLButtonElement | null> };

/** A button that goes because it was pressed leaves the focus where it was, not at the top of the page. */
export function useKeptFocus(): KeptFocus {
  const bar = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const had = useRef(false);
  had.current = button.current !== null && button.current === document.activeElement;
  useLayoutEffect(() => {
    if (had.current && button.current === null) bar.current?.focus();
  });
  return { bar, button };
}
