import { createWriteStream, openSync, type WriteStream } from 'node:fs';

/** One request over HTTP, as it may be written down: the pattern of the route, never the path. */
export type Access = {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
};

export type AccessLog = {
  write(access: Access): void;
  /** Opens the file anew, after somebody moved it away; false where it cannot be: the old one stays in use. */
  reopen(): boolean;
  close(): Promise<void>;
};

/** To a file (made at once: fails where it cannot be), to stdout (`-`), or nowhere (`undefined`). */
export function createAccessLog(
  destination: string | undefined,
  { clock, stdout }: { readonly clock: () => number; readonly stdout: (line: string) => void },
): AccessLog {
  const line = (access: Access): string => `${JSON.stringify({ time: new Date(clock()).toISOString(), ...access })}\n`;
  if (destination === undefined) return { write: () => undefined, reopen: () => true, close: async () => undefined };
  if (destination === '-') {
    return { write: (access) => stdout(line(access)), reopen: () => true, close: async () => undefined };
  }
  let stream = openLog(destination);
  return {
    write: (access) => void stream.write(line(access)),
    reopen: () => {
      try {
        const fresh = openLog(destination);
        stream.end();
        stream = fresh;
        return true;
      } catch {
        return false;
      }
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function openLog(file: string): WriteStream {
  // A disk that is full loses lines of this log; the relay goes on.
  return createWriteStream(file, { fd: openSync(file, 'a', 0o640) }).on('error', () => undefined);
}
