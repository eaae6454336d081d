/** What is kept of a Blob: ranges of it, by reference, and octets that are put between them. */
export type KeptParts = {
  keep(from: number, to: number): void;
  put(octets: Uint8Array<ArrayBuffer>): void;
  /** Octets so far. */
  octets(): number;
  parts(): readonly BlobPart[];
};

export function createKeptParts(blob: Blob): KeptParts {
  const done: BlobPart[] = [];
  let from = 0;
  let to = 0;
  let octets = 0;
  const flush = (): void => {
    if (to > from) done.push(blob.slice(from, to));
    from = to;
  };
  return {
    keep(start, end) {
      octets += end - start;
      if (start !== to) {
        flush();
        from = start;
      }
      to = end;
    },
    put(added) {
      flush();
      octets += added.length;
      done.push(added);
    },
    octets: () => octets,
    parts() {
      flush();
      return done;
    },
  };
}
