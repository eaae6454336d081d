import { toEmailAddress } from '../../core/parse';
import { everyoneOf, mergeKnown } from './composer-state';
import type { Desk } from './desk';

/** Typing an address asks only once it rests. In milliseconds. */
const AFTER_MS = 200;

/** Asks for the states of the recipients' certificates. */
export type LookUp = {
  /** Those that are not known yet, after a short rest, all in one question. */
  soon(afterMs?: number): void;
  /** All of them: a decision was made. */
  again(): Promise<void>;
  stop(): void;
};

export function createLookUp({ ports, writing, update, report }: Desk): LookUp {
  const { call, later } = ports;
  let cancel: (() => void) | undefined;

  const ask = async (addresses: readonly string[]): Promise<void> => {
    if (addresses.length === 0) return;
    const found = await call('composer.lookUp', { addresses: addresses.slice(0, 200) });
    update((current) => ({ ...current, known: mergeKnown(current.known, found) }));
  };
  const everyone = (): readonly string[] => {
    const draft = writing()?.draft;
    return draft === undefined ? [] : everyoneOf(draft).filter((text) => toEmailAddress(text) !== undefined);
  };
  const unknown = (): readonly string[] => everyone().filter((text) => writing()?.known.has(text) !== true);

  return {
    soon(afterMs = AFTER_MS) {
      cancel?.();
      if (unknown().length > 0) cancel = later(() => void ask(unknown()).catch(report), afterMs);
    },
    again: () => ask(everyone()),
    stop: () => cancel?.(),
  };
}
