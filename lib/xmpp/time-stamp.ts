const STAMP = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:Z|([+-]\d{2}):?(\d{2}))$/;

/** Milliseconds since 1970 of a DateTime (XEP-0082, 3.2). A zone without colon is read too: programs do write it. */
export function readStamp(stamp: string): number | undefined {
  const [all, local, hours, minutes] = STAMP.exec(stamp) ?? [];
  if (all === undefined || local === undefined) return undefined;
  const time = Date.parse(
    `${local.replace(/(\.\d{3})\d+$/, '$1')}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`,
  );
  return Number.isNaN(time) ? undefined : time;
}

/** To the second, in UTC. */
export const writeStamp = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
