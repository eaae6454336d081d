/** At most four times a second for each, the last one always. */
const EVERY_MS = 250;

export function createThrottle<T>(tell: (item: T) => void): (item: T) => void {
  const untold = new Map<T, boolean>();
  const turn = (item: T): void => {
    if (untold.get(item) !== true) {
      untold.delete(item);
      return;
    }
    untold.set(item, false);
    setTimeout(turn, EVERY_MS, item);
    tell(item);
  };
  return (item) => {
    const waits = untold.has(item);
    untold.set(item, true);
    if (!waits) turn(item);
  };
}
