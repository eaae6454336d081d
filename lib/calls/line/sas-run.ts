import { toHex } from '../../core/wire/hex';
import type { Agreement } from '../../media/agreement';
import { mineGoesOn } from '../../media/contention';
import type { Line } from '../../media/line';
import type { Random } from '../../media/octets';
import type { Retained } from '../../media/retained';
import type { SasStep } from '../../media/sas-exchange';
import { createSasInitiator, type SasInitiator } from '../../media/sas-initiator';
import type { CallContext } from '../../media/sas-keys';
import { readCommit } from '../../media/sas-messages';
import { createSasResponder, type SasResponder } from '../../media/sas-responder';
import { GIVE_UP, LINE_ATTEMPTS, type LineState, type SasMessage } from './progress';

export type SasRunOptions = {
  readonly contextOf: (iBegin: boolean) => CallContext;
  readonly retained: Retained | undefined;
  readonly random: Random;
  readonly agreement: Agreement;
  /** This side commits first. Where both do, the exchange of one goes on (lib/media/contention.ts). */
  readonly begins: boolean;
  readonly attempt: number;
  readonly state: LineState;
};

export type RunStep = {
  readonly attempt: number;
  readonly state: LineState;
  readonly send: readonly SasMessage[];
  readonly line?: Line;
};

/**
 * Both attempts of one exchange, over messages that may come twice, late, or after one side lost its memory. Pure. A
 * higher attempt takes the place of a lower one, finished or not; what belongs to a lower one is ignored. An abort ends
 * it for good on both sides.
 */
export function createSasRun(options: SasRunOptions) {
  const { contextOf, retained, random, agreement } = options;
  let { attempt, state } = options;
  let mine: SasInitiator | undefined;
  let theirs: SasResponder | undefined;
  let answered = false;
  let heard = new Set<string>();

  const sasOptions = (iBegin: boolean) => ({ context: contextOf(iBegin), retained, random, agreement });
  const stay = (send: readonly SasMessage[] = []): RunStep => ({ attempt, state, send });
  const fail = (send: readonly SasMessage[]): RunStep => {
    state = 'failed';
    mine = undefined;
    theirs = undefined;
    return stay(send);
  };
  const take = (step: SasStep): RunStep => {
    if (step.kind === 'aborted') return fail([GIVE_UP]);
    const send = step.send === undefined ? [] : [{ attempt, octets: step.send }];
    state = step.kind === 'done' ? 'done' : 'begun';
    return step.kind === 'done' ? { ...stay(send), line: step.line } : stay(send);
  };
  /** Whether the other's commitment is one that this side does not answer. */
  const rival = (octets: Uint8Array): 'ignored' | 'abort' | undefined => {
    if (mine === undefined || readCommit(octets) === undefined) return undefined;
    const goesOn = mineGoesOn(mine.commit, octets);
    if (goesOn === true) return 'ignored';
    // They answered mine, and then came with one that would have won: or both are one and the same.
    if (goesOn === undefined || answered) return 'abort';
    mine = undefined;
    return undefined;
  };

  return {
    begin(): RunStep {
      if (state === 'failed') return stay();
      if (attempt >= LINE_ATTEMPTS) return fail([GIVE_UP]);
      if (!options.begins) return stay();
      mine = createSasInitiator(sasOptions(true));
      state = 'begun';
      return stay([{ attempt, octets: mine.commit }]);
    },
    receive(message: SasMessage): RunStep {
      if (state === 'failed' || message.attempt < attempt) return stay();
      if (message.attempt >= LINE_ATTEMPTS) return fail([]);
      if (message.attempt > attempt) {
        ({ attempt } = message);
        state = 'begun';
        mine = undefined;
        theirs = undefined;
        answered = false;
        heard = new Set();
      }
      const { octets } = message;
      const name = toHex(octets);
      if (heard.has(name)) return stay();
      heard.add(name);
      const other = rival(octets);
      if (other === 'ignored') return stay();
      if (other === 'abort') return fail([GIVE_UP]);
      if (mine !== undefined) {
        answered = true;
        return take(mine.receive(octets));
      }
      // A line that was finished by a background of before: nothing more belongs to it.
      if (theirs === undefined && state === 'done') return stay();
      theirs ??= createSasResponder(sasOptions(false));
      return take(theirs.receive(octets));
    },
  };
}
