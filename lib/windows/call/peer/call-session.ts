import type { CallId, CallView } from '../../../core/calls';
import type { ErrorCode } from '../../../core/error-codes';
import { toErrorCode } from '../../../core/errors';
import { createMySide } from './my-side';
import { obstacleTo } from './obstacle';
import type { CallBus, PeerPorts } from './ports';
import { FIRST_STATE, type SessionActions, type SessionState } from './session-state';
import { startTalk, type Talk } from './talk';

/** So often the background is told that the window lives, and asked what it may have said unheard. */
const ALIVE_MS = 3_000;

export type CallSession = SessionActions & {
  get(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Ends the call, unless it is over. */
  close(): void;
};

/** One call in this window, from its ringing to its end: what the background says, and what is done for it here. */
export function createCallSession(id: CallId, bus: CallBus, ports: PeerPorts): CallSession {
  let state: SessionState = FIRST_STATE;
  let talk: Talk | undefined;
  let asking: Promise<void> | undefined;
  let askAgain = false;
  let release: (() => void) | undefined;
  let closed = false;
  const listeners = new Set<() => void>();
  const set = (next: Partial<SessionState>): void => {
    state = { ...state, ...next };
    for (const listener of [...listeners]) listener();
  };
  const mine = createMySide({
    media: ports.media,
    onMine: (now) => {
      set({ mine: now });
      talk?.update();
    },
    onDevices: (devices) => set({ devices }),
  });

  /** Everything of mine is let go at once; the words of the end stay on the screen. */
  const letGo = (): void => {
    clearInterval(timer);
    talk?.stop();
    mine.letGo();
  };
  const tellEnd = (why: 'ended' | 'failed'): void => {
    bus
      .call('call.end', { id, why })
      .catch(() => undefined)
      .then(refresh, () => undefined);
  };
  const fail = (code: ErrorCode): void => {
    if (state.code !== undefined || state.left) return;
    letGo();
    set({ code, ...(talk === undefined ? {} : { talk: talk.get() }) });
    tellEnd('failed');
  };

  const begin = (view: CallView): void => {
    if (talk !== undefined || closed || state.left || state.code !== undefined || ports.connect === undefined) return;
    talk = startTalk({
      bus,
      ports,
      connection: ports.connect(view),
      view,
      mine: mine.get,
      onChange: () => {
        const now = talk?.get();
        if (now === undefined) return;
        const isNew = now.link !== state.talk.link;
        set({ talk: now });
        if (now.code !== undefined) fail(now.code);
        else if (isNew) sayAlive();
      },
    });
    set({ talk: talk.get() });
  };
  const follow = (view: CallView): void => {
    if (view.phase === 'over') {
      letGo();
      return;
    }
    const obstacle = talk === undefined ? obstacleTo(view, ports.connect !== undefined) : undefined;
    if (obstacle !== undefined) {
      if (view.direction === 'out' || view.phase === 'answered') fail(obstacle);
      return;
    }
    if (view.direction === 'out') void mine.prepare(view.video);
    if (view.phase === 'answered') void mine.prepare(false).then(() => begin(view));
    talk?.hear();
  };

  const ask = async (): Promise<void> => {
    do {
      askAgain = false;
      try {
        const view = await bus.call('call.view', { id });
        // What kept the first answer away, as locked keys do, is over with it.
        set(state.view === undefined ? { view, code: undefined } : { view });
        if (!closed && !state.left && state.code === undefined) follow(view);
      } catch (error) {
        const code = toErrorCode(error);
        // A background that is just beginning is asked again; one that knows no such call has ended it.
        if (state.view !== undefined && code.startsWith('bus/')) continue;
        if (state.left || state.view?.phase === 'over') continue;
        if (state.view !== undefined) letGo();
        set({ code });
      }
    } while (askAgain && !closed);
  };
  function refresh(): Promise<void> {
    askAgain = true;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }
  const sayAlive = (): void => {
    if (state.view?.phase !== 'answered' || closed) return;
    bus.call('call.alive', { id, connected: state.talk.link === 'connected' }).catch(() => undefined);
  };
  const timer = setInterval(() => {
    sayAlive();
    if (release !== undefined) void refresh();
  }, ALIVE_MS);
  const stopHearing = bus.onBusEvent((event) => {
    if (release !== undefined && ['calls', 'contacts', 'vault'].includes(event)) void refresh();
  });
  const close = (): void => {
    if (closed) return;
    closed = true;
    letGo();
    stopHearing();
    stopLeaving();
    release?.();
    // A window that never had the call ends nothing.
    if (release === undefined || state.left || state.view?.phase === 'over') return;
    bus.call('call.end', { id, why: 'ended' }).catch(() => undefined);
  };
  const stopLeaving = ports.onLeaving(close);

  ports.claim(id).then(
    (given) => {
      if (given === undefined) {
        letGo();
        stopHearing();
        set({ code: 'call/other-window' });
        return;
      }
      if (closed) {
        given();
        return;
      }
      release = given;
      void refresh();
    },
    () => set({ code: 'bus/internal' }),
  );

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    accept(withPicture) {
      if (state.view?.phase !== 'incoming' || obstacleTo(state.view, ports.connect !== undefined)) return;
      void mine.prepare(withPicture);
      bus.call('call.accept', { id }).then(refresh, (error: unknown) => fail(toErrorCode(error)));
    },
    end() {
      if (state.left || state.view?.phase === 'over') return;
      set({ left: true });
      letGo();
      tellEnd('ended');
    },
    differ(characters) {
      if (state.left || state.view?.phase === 'over') return;
      set({ left: true });
      letGo();
      bus.call('call.compared', { id, characters, same: false }).then(refresh, () => tellEnd('ended'));
    },
    setMuted: mine.setMuted,
    setCamera: mine.setCamera,
    setScreen: mine.setScreen,
    choose: mine.choose,
    tryAgain: mine.tryAgain,
    close,
  };
}
