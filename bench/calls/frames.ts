import type { TapRow } from './tap';

/** One frame that one side sealed and the other opened. */
export type Passage = {
  readonly kind: TapRow['kind'];
  /** Milliseconds. */
  readonly sealing: number;
  readonly opening: number;
  /** Of both, those in our worker itself; none where it is asked without a way to it. */
  readonly inWorker?: number;
  /** Octets more on the line than the browser's encoder made. */
  readonly more: number;
};

/** Puts together what both sides saw of the same frames; those that only one of them saw are left out. */
export function joinFrames(sender: readonly TapRow[], receiver: readonly TapRow[]): readonly Passage[] {
  const openings = new Map(receiver.filter(({ grew }) => grew < 0).map((row) => [row.mark, row] as const));
  return sender.flatMap(({ kind, took, grew, mark, inWorker }) => {
    const opened = openings.get(mark);
    // What was opened is as long as what was sealed, or it is another frame.
    if (grew <= 0 || opened?.grew !== -grew) return [];
    const passage: Passage = { kind, sealing: took, opening: opened.took, more: grew };
    if (inWorker === undefined || opened.inWorker === undefined) return [passage];
    return [{ ...passage, inWorker: inWorker + opened.inWorker }];
  });
}

export const bothWays = ({ sealing, opening }: Passage): number => sealing + opening;
