import type { ErrorCode } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import type { ClientFrame, RelayFrame } from '../../../lib/core/wire/frames';
import type { DeviceId, UserId } from '../../../lib/core/wire/ids';
import type { RelayAccount, RelaySocket } from '../../../lib/net/contract';

/** Its key is never used: what connects is a fake as well. */
export const accountOf = (device = '0'.repeat(32)): RelayAccount => ({
  relay: 'https://relay.example.org',
  user: 'anna.k7m2q' as UserId,
  device: device as DeviceId,
  deviceKey: {} as CryptoKey,
  devicePublic: new Uint8Array(32),
});

export type FakeRelaySocket = RelaySocket & {
  readonly asked: string[];
  readonly sent: ClientFrame[];
  isClosed: boolean;
  /** What `ask` answers; never, where it is undefined. */
  answer: (() => Promise<unknown>) | undefined;
  arrive(...frames: RelayFrame[]): void;
  hangUp(code: ErrorCode): void;
};

export function fakeRelaySocket(): FakeRelaySocket {
  const frameListeners: Array<(frames: readonly RelayFrame[]) => void> = [];
  const closeListeners: Array<(code: ErrorCode) => void> = [];
  const socket: FakeRelaySocket = {
    hello: {} as RelaySocket['hello'],
    asked: [],
    sent: [],
    isClosed: false,
    answer: () => Promise.resolve({ left: 1 }),
    ask: ((name: string) => {
      socket.asked.push(name);
      if (socket.isClosed) return Promise.reject(new AppError('relay/unreachable'));
      return socket.answer?.() ?? new Promise(() => undefined);
    }) as RelaySocket['ask'],
    send: (frames) => {
      socket.sent.push(...frames);
      return !socket.isClosed;
    },
    onFrames: (listener) => void frameListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: () => {
      socket.isClosed = true;
    },
    arrive: (...frames) => {
      for (const listener of frameListeners) listener(frames);
    },
    hangUp: (code) => {
      socket.isClosed = true;
      for (const listener of closeListeners) listener(code);
    },
  };
  return socket;
}
