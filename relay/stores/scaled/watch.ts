import { AppError } from '../../../lib/core/errors';
import { ANSWER_MS } from './backoff';

type Pending = { readonly at: number; readonly reject: (error: unknown) => void };
const LOOK_MS = 50;

/** Looks after questions to one server, with one timer for all. */
export type Watch = {
  /** The answer; or `relay/waiting` when the server fell silent, or `failAll` was called. */
  guard<T>(answer: Promise<T>): Promise<T>;
  failAll(): void;
};

/**
 * A server is silent where something was asked and it answered nothing at all for `ANSWER_MS`: it hangs, or the network
 * swallows. One that has much to do answers late, but it answers.
 */
export function createWatch(onSilent: () => void): Watch {
  const pending = new Set<Pending>();
  let lastAnswer = 0;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    timer = undefined;
    const [oldest] = pending;
    if (oldest === undefined) return;
    if (performance.now() - Math.max(oldest.at, lastAnswer) > ANSWER_MS) return onSilent();
    timer = setTimeout(look, LOOK_MS);
  };
  return {
    guard: (answer) =>
      new Promise((resolve, reject) => {
        const mine: Pending = { at: performance.now(), reject };
        const settle = () => {
          pending.delete(mine);
          lastAnswer = performance.now();
        };
        pending.add(mine);
        timer ??= setTimeout(look, LOOK_MS);
        answer.then(
          (value) => {
            settle();
            resolve(value);
          },
          (error: unknown) => {
            settle();
            reject(error);
          },
        );
      }),
    failAll() {
      clearTimeout(timer);
      timer = undefined;
      for (const { reject } of pending) reject(new AppError('relay/waiting'));
      pending.clear();
    },
  };
}
