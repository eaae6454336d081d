import { toErrorCode } from '../core/errors';
import { createSerial } from '../core/serial';
import { toHex } from '../core/wire/hex';
import type { MessageId } from '../core/wire/ids';
import type { CallLog } from './call-log';
import type { CallPorts } from './ports';
import { type CallsState, isUnderWay, NO_CALLS, type StepContext, type Todo, underWay } from './state';
import { finish } from './steps/finish';
import { nextLook } from './steps/time';
import { createStateStore } from './store';
import { doTodo, needsKeys } from './todo';

export type Step = (state: CallsState, ctx: StepContext) => CallsState;

/** The state of our calls, and what follows from each step of it. */
export type Machine = {
  /** One after another; what an earlier background left is there. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  state(): CallsState;
  /**
   * Kept first, then done: what a background that died did not do, the next one does. Answers why the call could not be
   * begun or answered, where it could not. `silently`: nothing changed that a window shows.
   */
  step(next: Step, options?: { readonly silently?: boolean }): Promise<unknown>;
  /** Does what is left. */
  catchUp(): Promise<unknown>;
};

export function createMachine(ports: CallPorts, log: CallLog): Machine {
  const { now, random, announce, wakeAt, vault, onFailure } = ports;
  const store = createStateStore(ports.memory);
  const serial = createSerial();
  const doing = { ...ports, log };
  const ctx = (): StepContext => ({ now: now(), newId: () => toHex(random(16)) as MessageId });
  let state = NO_CALLS;
  let loaded = false;

  /** Whether there is a call at all hangs on it. */
  const endsCall = (todo: Todo): boolean =>
    (todo.act === 'send' && todo.must !== undefined && underWay(state, todo.must) !== undefined) ||
    (todo.act === 'open' && underWay(state, todo.id)?.direction === 'out');

  /** Left by a background that died, for a call that does not ring any more: nobody is called late, no window opens late. */
  const isStale = (todo: Todo): boolean => {
    const rings = todo.act === 'open' || (todo.act === 'notify' && todo.kind === 'ringing');
    const id = rings ? todo.id : todo.act === 'send' ? todo.must : undefined;
    if (id === undefined) return false;
    const call = underWay(state, id);
    return call === undefined || (call.phase !== 'answered' && now() >= call.until);
  };

  const runAll = async (): Promise<unknown> => {
    const { todo: all } = state;
    if (all.length === 0) return undefined;
    const isOpen = (await vault.state()).phase === 'unlocked';
    const later: Todo[] = [];
    let broken: unknown;
    for (const todo of all) {
      if (isStale(todo)) continue;
      if (needsKeys(todo) && !isOpen) later.push(todo);
      else if (broken === undefined || !endsCall(todo)) {
        try {
          await doTodo(doing, todo);
        } catch (error) {
          const code = toErrorCode(error);
          if (code !== 'vault/locked') onFailure(error);
          // Who may be between is shut out, however often it has to be tried; a channel that is closed is.
          if (code === 'vault/locked' || (todo.act === 'refuse' && code !== 'call/not-open')) later.push(todo);
          if (code !== 'vault/locked' && endsCall(todo)) broken = error;
        }
      }
    }
    state = { ...state, todo: later };
    await store.save(state);
    if (broken !== undefined) {
      await step((before, context) => {
        const { call } = before;
        return isUnderWay(call) ? finish(before, call, { why: 'failed', by: 'me' }, context) : before;
      });
    }
    return broken;
  };

  const wake = (): void => {
    const at = nextLook(state);
    if (at !== undefined) wakeAt(at);
  };

  const step: Machine['step'] = async (next, { silently = false } = {}) => {
    const after = next(state, ctx());
    // What wakes may have gone off for a moment that was put off since.
    if (after === state) {
      wake();
      return undefined;
    }
    state = after;
    await store.save(state);
    const broken = await runAll();
    wake();
    if (!silently) announce();
    return broken;
  };

  return {
    inTurn: (work) =>
      serial(async () => {
        if (!loaded) {
          state = await store.load();
          loaded = true;
          wake();
          if (isUnderWay(state.call)) announce();
        }
        return work();
      }),
    state: () => state,
    step,
    catchUp: runAll,
  };
}
