import { expect, vi } from 'vitest';
import type { LinkState } from '../../../lib/core/chat';
import type { ErrorCode } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import type { RelayFrame } from '../../../lib/core/wire/frames';
import type { RelaySocket } from '../../../lib/net/contract';
import { RelayRefusal } from '../../../lib/net/relay-code';
import { createRelayLink } from '../../../lib/net/relay-link';
import { accountOf, type FakeRelaySocket, fakeRelaySocket } from './fake-relay-socket';

/** A link whose tries end as the test says; what became of each try. For fake timers. */
export function linkWorld({ random = () => 0.5 }: { random?: () => number } = {}) {
  const sockets: FakeRelaySocket[] = [];
  const signals: AbortSignal[] = [];
  const states: LinkState[] = [];
  const frames: RelayFrame[] = [];
  const tries: number[] = [];
  let outcome: (signal: AbortSignal) => Promise<RelaySocket> = async () => {
    const socket = fakeRelaySocket();
    sockets.push(socket);
    return socket;
  };
  const link = createRelayLink({
    random,
    connect: (_account, signal) => {
      tries.push(Date.now());
      signals.push(signal);
      return outcome(signal);
    },
  });
  link.onState((state) => states.push(state));
  link.onFrames((arrived) => frames.push(...arrived));
  return {
    link,
    sockets,
    signals,
    states,
    frames,
    tries,
    phases: () => states.map(({ phase }) => phase),
    last: () => sockets.at(-1) as FakeRelaySocket,
    fail: (code: ErrorCode, waitMs = 0) => {
      outcome = () => Promise.reject(waitMs > 0 ? new RelayRefusal(code, waitMs) : new AppError(code));
    },
    hang: () => {
      outcome = (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new AppError('bus/cancelled'))));
    },
    succeed: () => {
      outcome = async () => {
        const socket = fakeRelaySocket();
        sockets.push(socket);
        return socket;
      };
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    online: async () => {
      link.start(accountOf());
      await vi.advanceTimersByTimeAsync(0);
      expect(link.state()).toEqual({ phase: 'online' });
    },
  };
}
