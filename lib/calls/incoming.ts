import type { CallOrigin } from '../core/call-lines';
import { AppError, toErrorCode } from '../core/errors';
import type { CallMessage } from '../core/wire/call-message';
import type { CallWordsService } from './call-words';
import { OWN_CALL_LIMITS } from './limits';
import type { Machine, Step } from './machine';
import type { CallPorts } from './ports';
import { hearOffer } from './steps/doubt';
import { hearMessage } from './steps/heard';
import { passTime } from './steps/time';

type Incoming = (from: CallOrigin, message: CallMessage, at: number | undefined) => Promise<void>;

/** What another device says about calls of ours; messages of calls in pages are nothing here. Throws `vault/locked`. */
export function createIncoming({ lines }: CallPorts, machine: Machine, words: CallWordsService): Incoming {
  /** The other end, where this is the device that its channel is with. */
  const callerOf = async ({ conversation, device }: CallOrigin) => {
    try {
      const { device: theirs, ...peer } = await lines.peer(conversation);
      return theirs === device ? peer : undefined;
    } catch (error) {
      // The channel ended while the offer was on its way.
      if (error instanceof AppError && toErrorCode(error) === 'call/not-open') return undefined;
      throw error;
    }
  };

  /** A message changes something once, however often it is handed on. */
  const once =
    (from: CallOrigin, next: Step): Step =>
    (state, ctx) => {
      const { message: id } = from;
      if (id !== undefined && state.taken.includes(id)) return state;
      const after = next(state, ctx);
      if (after === state || id === undefined) return after;
      return { ...after, taken: [...after.taken, id].slice(-OWN_CALL_LIMITS.taken) };
    };

  return async (from, message, at) => {
    await machine.step(passTime);
    switch (message.kind) {
      case 'offer': {
        const caller = await callerOf(from);
        if (caller === undefined) return;
        const { name, fingerprint, decision } = caller;
        const peer = { name, fingerprint, decision };
        await machine.step(once(from, (state, ctx) => hearOffer(state, { from, peer, offer: message, at }, ctx)));
        return;
      }
      case 'sas':
        return words.receive(from, message);
      case 'ringing':
      case 'accept':
      case 'end':
      case 'description':
      case 'candidates':
      case 'muted':
      case 'still':
        await machine.step(once(from, (state, ctx) => hearMessage(state, from, message, ctx)));
        return;
      default:
        return;
    }
  };
}
