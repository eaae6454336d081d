const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Arrow keys, Home and End inside a group that is one tab stop. Focuses the next element that matches
 * and answers its index, or `undefined` where the key is not for us. Follows the direction of writing.
 */
export function moveFocus(event: KeyboardEvent, group: HTMLElement | null, selector: string): number | undefined {
  const items = [...(group?.querySelectorAll<HTMLElement>(`${selector}:not(:disabled)`) ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  if (group === null || at < 0) return undefined;
  const to = target(event.key, at, items.length, getComputedStyle(group).direction === 'rtl');
  if (to === undefined) return undefined;
  event.preventDefault();
  items[to]?.focus();
  return to;
}

function target(key: string, at: number, length: number, mirrored: boolean): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  const step = STEPS[key];
  if (step === undefined) return undefined;
  const sideways = key === 'ArrowRight' || key === 'ArrowLeft';
  return (at + (mirrored && sideways ? -step : step) + length) % length;
}
