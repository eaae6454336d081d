import type { LinkState } from '../core/chat';
import type { ErrorCode } from '../core/error-codes';
import { AppError, toErrorCode } from '../core/errors';
import type { RelayFrame } from '../core/wire/frames';
import { createBackoff } from './backoff';
import { connectDevice } from './connect-device';
import type { RelayAccount, RelayLink, RelaySocket } from './contract';
import { type KeepAlive, keepAlive } from './keep-alive';
import { type NetPorts, netOf } from './ports';
import { RelayRefusal } from './relay-code';

export type LinkPorts = Partial<NetPorts> & {
  /** How a device connects; `connectDevice` where a test gives nothing else. */
  readonly connect?: (account: RelayAccount, signal: AbortSignal) => Promise<RelaySocket>;
};

/** However often it is woken: this long lies between the beginnings of two tries. */
const GAP_MS = 2_000;

/**
 * Trying again by itself would not help, or would fight. `relay/replaced`: this device connected elsewhere, from another
 * context of ours or from a copy of this profile; two that came back by themselves would throw each other out for ever,
 * so only a person starts it again, with `start` or `wake('person')`.
 */
const STOPS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'relay/replaced',
  'relay/revoked',
  'relay/device-refused',
  'relay/version',
  'relay/address',
]);

export function createRelayLink(ports: LinkPorts = {}): RelayLink {
  const { random } = netOf(ports);
  const connect = ports.connect ?? ((account, signal) => connectDevice(account, ports, signal));
  const stateListeners: Array<(state: LinkState) => void> = [];
  const frameListeners: Array<(frames: readonly RelayFrame[]) => void> = [];
  let state: LinkState = { phase: 'absent' };
  let account: RelayAccount | undefined;
  /** Of the try that runs, or of the connection that came of it: what it ends is not told any more. */
  let current = new AbortController();
  let backoff = createBackoff(random);
  let online: { readonly socket: RelaySocket; readonly alive: KeepAlive } | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let askedUntil = 0;

  function set(next: LinkState): void {
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  /** Nothing of a connection, a try or a pause is left. */
  function quiet(): void {
    clearTimeout(pause);
    online?.alive.stop();
    online?.socket.close();
    online = undefined;
    current.abort();
  }

  /** A person wants it now: that is at once, or when the gap is over. */
  function begin(mine: RelayAccount): void {
    quiet();
    pause = setTimeout(tryNow, gap(), mine);
    set({ phase: 'connecting' });
  }

  function tryNow(mine: RelayAccount): void {
    quiet();
    current = new AbortController();
    const { signal } = current;
    triedAt = Date.now();
    connect(mine, signal).then(
      (socket) => (signal.aborted ? socket.close() : enter(mine, socket, signal)),
      (error: unknown) => {
        if (!signal.aborted) lose(mine, toErrorCode(error), error instanceof RelayRefusal ? error.waitMs : 0);
      },
    );
    if (state.phase !== 'connecting') set({ phase: 'connecting' });
  }

  function enter(mine: RelayAccount, socket: RelaySocket, signal: AbortSignal): void {
    const lost = (code: ErrorCode): void => {
      if (!signal.aborted) lose(mine, code, 0);
    };
    const alive = keepAlive(socket, { held: () => backoff.held(), lost: () => lost('relay/unreachable') });
    online = { socket, alive };
    set({ phase: 'online' });
    // Whoever heard of the state may have stopped it; and frames come after it is known that one is online.
    socket.onFrames((frames) => {
      if (signal.aborted) return;
      for (const listener of frameListeners) listener(frames);
    });
    socket.onClose(lost);
  }

  function lose(mine: RelayAccount, code: ErrorCode, waitMs: number): void {
    quiet();
    if (STOPS.has(code)) {
      set({ phase: 'stopped', code });
      return;
    }
    const ms = backoff.next(code, waitMs);
    askedUntil = waitMs > 0 ? Date.now() + ms : 0;
    rest(mine, code, ms);
  }

  function rest(mine: RelayAccount, code: ErrorCode, ms: number): void {
    clearTimeout(pause);
    pause = setTimeout(tryNow, ms, mine);
    set({ phase: 'offline', code, nextTry: Date.now() + ms });
  }

  function wake(by?: 'person' | 'network'): void {
    if (account === undefined) return;
    if (state.phase === 'online') online?.alive.look();
    else if (state.phase === 'offline') hasten(account, state, by === 'person');
    else if (state.phase === 'stopped' && by === 'person') begin(account);
    // What was begun over a network that is gone may hang for long.
    else if (state.phase === 'connecting' && by !== undefined && gap() === 0) tryNow(account);
  }

  function hasten(mine: RelayAccount, { code, nextTry }: LinkState & { phase: 'offline' }, byPerson: boolean): void {
    const now = Date.now();
    const ms = Math.max(gap(), byPerson ? 0 : askedUntil - now);
    if (ms <= 0) tryNow(mine);
    // The clock may have been set back: what is further away than any pause is not believed.
    else if (now + ms < nextTry) rest(mine, code, ms);
  }

  /** Milliseconds until one may try again. Bounded, whatever became of the clock. */
  const gap = (): number => Math.min(GAP_MS, Math.max(0, triedAt + GAP_MS - Date.now()));

  return {
    state: () => state,
    start(next, stoppedFor) {
      const isSame = account?.relay === next.relay && account.device === next.device && account.user === next.user;
      if (isSame && state.phase !== 'stopped') return wake();
      account = next;
      backoff = createBackoff(random);
      askedUntil = 0;
      if (stoppedFor === undefined) begin(next);
      else lose(next, stoppedFor, 0);
    },
    stop() {
      quiet();
      account = undefined;
      if (state.phase !== 'absent') set({ phase: 'absent' });
    },
    wake,
    ask: (name, input) => online?.socket.ask(name, input) ?? Promise.reject(new AppError('relay/unreachable')),
    send: (frames) => online?.socket.send(frames) ?? false,
    onFrames: (listener) => void frameListeners.push(listener),
    onState: (listener) => void stateListeners.push(listener),
  };
}
