import type { RelaySocket } from './contract';

export type KeepAlive = {
  /** Looks now whether the relay is still there: the network changed, or the machine slept. */
  look(): void;
  stop(): void;
};

/**
 * Chrome ends a service worker after 30 s without anything on its sockets, and a relay lets go who is silent for 90 s.
 * A connection that died without a word is noticed in at most 40 s: this long until it is asked, and as long for silence.
 */
const EVERY_MS = 20_000;
/** Who has a reason to doubt waits less. */
const DOUBT_MS = 10_000;

export type KeepAlivePorts = {
  /** A sign of life came after a while. */
  held(): void;
  /** None came after `look`. */
  lost(): void;
};

/** Asks for something small, again and again. */
export function keepAlive(socket: RelaySocket, { held, lost }: KeepAlivePorts): KeepAlive {
  let isAsking = false;
  let isDoubted = false;
  let doubt: ReturnType<typeof setTimeout> | undefined;

  function ask(onAnswer: () => void): void {
    if (isAsking) return;
    isAsking = true;
    const answered = (): void => {
      isAsking = false;
      isDoubted = false;
      clearTimeout(doubt);
      onAnswer();
    };
    // A refusal is an answer too, and so is the end of the socket: `stop` was called then.
    socket.ask('prekeys.count', undefined).then(answered, answered);
  }

  let isStopped = false;
  const ticking = setInterval(() => ask(() => isStopped || held()), EVERY_MS);
  return {
    look() {
      if (isDoubted) return;
      isDoubted = true;
      doubt = setTimeout(lost, DOUBT_MS);
      ask(() => undefined);
    },
    stop() {
      clearInterval(ticking);
      clearTimeout(doubt);
      isStopped = true;
    },
  };
}
