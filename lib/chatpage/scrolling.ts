/** CSS pixels from the end at which a person still reads the newest message. */
const SLACK = 4;

/** Notes whether a list stands at its end; what it answers puts it there again after its size has changed. */
export function keepEnd(list: HTMLElement | undefined): () => void {
  if (list === undefined || list.scrollHeight <= list.clientHeight) return () => undefined;
  const wasAtEnd = Math.abs(list.scrollHeight - list.clientHeight - list.scrollTop) <= SLACK;
  return () => {
    if (wasAtEnd) list.scrollTop = list.scrollHeight;
  };
}
