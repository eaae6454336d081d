import type { ErrorCode } from '../core/error-codes';
import { AppError } from '../core/errors';
import type { Codec } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import type { ClientFrame, RelayFrame } from '../core/wire/frames';
import { REQUESTS, type RequestName, type RequestOutput } from '../core/wire/requests';
import type { Ask } from './contract';
import { RelayRefusal } from './relay-code';

type RequestFrame = Extract<ClientFrame, { kind: 'request' }>;
type ReplyFrame = Extract<RelayFrame, { kind: 'reply' }>;
type Waiting = {
  readonly frame: RequestFrame;
  readonly output: Codec<unknown>;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
  timer?: ReturnType<typeof setTimeout>;
};

export type Requests = {
  readonly ask: Ask;
  /** Something arrived, whatever it was. */
  heard(): void;
  /** False where nobody asked this, or the answer cannot be read. */
  take(reply: ReplyFrame): boolean;
  /** Nothing is asked any more; who waits is told why. */
  end(code: ErrorCode): void;
};

/** A relay that says nothing at all for so long while it is asked is not there any more. */
const SILENCE_MS = 20_000;
/** An answer may take longer where other things arrive meanwhile on a slow network, but not for ever. */
const ROUNDS = 3;
/** A relay closes a socket on which 64 questions wait. */
const AT_ONCE = 32;

/** Questions and their answers on one socket. `onSilence`: the answer is overdue. */
export function createRequests(send: (frame: RequestFrame) => void, onSilence: () => void): Requests {
  const pending = new Map<number, Waiting>();
  const queue: Waiting[] = [];
  let number = 0;
  let arrivals = 0;
  let ended: ErrorCode | undefined;

  function watch(waiting: Waiting, rounds: number): void {
    const seen = arrivals;
    waiting.timer = setTimeout(() => {
      if (arrivals === seen || rounds === 1) onSilence();
      else watch(waiting, rounds - 1);
    }, SILENCE_MS);
  }

  function put(waiting: Waiting): void {
    pending.set(waiting.frame.request, waiting);
    watch(waiting, ROUNDS);
    send(waiting.frame);
  }

  function ask<Name extends RequestName>(name: Name, input: unknown): Promise<RequestOutput<Name>> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) throw new AppError(ended);
      const { type, input: shape, output } = REQUESTS[name];
      number = (number + 1) % 2 ** 32;
      const frame: RequestFrame = {
        kind: 'request',
        request: number,
        type,
        input: encode(shape as Codec<unknown>, input),
      };
      const waiting: Waiting = { frame, output, resolve: resolve as (output: unknown) => void, reject };
      if (pending.size < AT_ONCE) put(waiting);
      else queue.push(waiting);
    });
  }

  return {
    ask,
    heard: () => {
      arrivals++;
    },
    take({ request, code, waitMs, output }) {
      const waiting = pending.get(request);
      if (waiting === undefined) return false;
      pending.delete(request);
      clearTimeout(waiting.timer);
      if (code !== '') waiting.reject(new RelayRefusal(code, waitMs));
      else if (!answer(waiting, output)) return false;
      const next = queue.shift();
      if (next !== undefined) put(next);
      return true;
    },
    end(code) {
      ended = code;
      const all = [...pending.values(), ...queue.splice(0)];
      pending.clear();
      for (const { timer, reject } of all) {
        clearTimeout(timer);
        reject(new AppError(code));
      }
    },
  };
}

function answer({ output, resolve, reject }: Waiting, octets: Uint8Array): boolean {
  try {
    resolve(decode(output, octets));
    return true;
  } catch {
    reject(new AppError('relay/broken'));
    return false;
  }
}
