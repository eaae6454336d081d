import type { CallId, CallPeer, CallView } from '../core/calls';
import { AppError } from '../core/errors';
import { signalMessage } from '../core/wire/call-message';
import { createCallLog } from './call-log';
import { createCallWords } from './call-words';
import type { Calls } from './contract';
import { createIncoming } from './incoming';
import { createMachine } from './machine';
import type { CallPorts } from './ports';
import { createServers } from './servers';
import { type Call, isCalled, isUnderWay, underWay } from './state';
import { afterLock, beforeLock } from './steps/locked';
import { startCall } from './steps/offer';
import { forgetSignals, signalsAfter } from './steps/signals';
import { passTime } from './steps/time';
import { acceptCall, endCall, hearAlive, seeWindow } from './steps/window';
import { viewOf } from './view';

/** Our own calls: puts the parts together. docs/calls.md. */
export function createCalls(ports: CallPorts): Calls {
  const { lines, vault, window, onlyTurn, onFailure } = ports;
  const log = createCallLog(ports);
  const machine = createMachine(ports, log);
  const words = createCallWords(ports, machine);
  const servers = createServers(ports);
  const incoming = createIncoming(ports, machine, words);
  let isCaughtUp = false;

  const isOpen = async () => (await vault.state()).phase === 'unlocked';
  /** What a background before this one left is done first. */
  const catchUp = async (): Promise<void> => {
    if (isCaughtUp || !(await isOpen())) return;
    isCaughtUp = true;
    await machine.catchUp();
    await words.resume();
  };
  /** In turn, with open keys, and with what time alone has ended. */
  const asked = <T>(work: () => Promise<T>, { late = false } = {}): Promise<T> =>
    machine.inTurn(async () => {
      if (!(await isOpen())) throw new AppError('vault/locked');
      await catchUp();
      if (!late) await machine.step(passTime);
      return work();
    });
  const told = (work: () => Promise<unknown>): Promise<void> =>
    machine
      .inTurn(async () => {
        await catchUp();
        await work();
      })
      .catch(onFailure);
  const insist = async (broken: Promise<unknown>): Promise<void> => {
    const error = await broken;
    if (error !== undefined) throw error;
  };
  const seenAs = async (call: Call): Promise<CallView> =>
    viewOf(call, { servers: await servers.get(), onlyTurn: await onlyTurn() });
  const known = (id: CallId): Call => {
    const { call } = machine.state();
    if (call === undefined || !isCalled(call, id)) throw new AppError('call/unknown');
    return call;
  };
  const answered = (id: CallId): Call => {
    const call = underWay(machine.state(), id);
    if (call?.phase !== 'answered') throw new AppError('call/unknown');
    return call;
  };
  const see = (call: Call) =>
    machine.step((state) => (state.call?.id === call.id ? seeWindow(state, call) : state), { silently: true });

  return {
    list: () => asked(log.list),
    seen: () =>
      asked(async () => {
        if (await log.seen()) ports.announce();
      }),
    current: () =>
      asked(async () => {
        const { call } = machine.state();
        return isUnderWay(call) ? seenAs(call) : undefined;
      }),
    start: (id, conversation, video) =>
      asked(async () => {
        const { device, name, fingerprint, decision } = await lines.peer(conversation);
        const peer: CallPeer = { name, fingerprint, decision };
        await insist(machine.step((state, ctx) => startCall(state, { id, conversation, device, video, peer }, ctx)));
      }),
    show: (id) => asked(() => window.open(known(id).openedAs)),
    servers: () => asked(servers.get),
    setServers: (wanted) => asked(() => servers.set(wanted)),
    view: (id) =>
      asked(async () => {
        await see(known(id));
        return seenAs(known(id));
      }),
    accept: (id) => asked(() => insist(machine.step((state, ctx) => acceptCall(state, id, ctx)))),
    end: (id, why) =>
      asked(async () => {
        known(id);
        await machine.step((state, ctx) => {
          const call = underWay(state, id);
          return call === undefined ? state : endCall(state, call, why, ctx);
        });
      }),
    // Before both want the call, nothing of this machine's addresses is told.
    say: (id, message, signal) =>
      asked(async () => {
        const call = answered(id);
        await lines.send(call.conversation, message, signalMessage(call.id, signal));
      }),
    hear: (id, after) =>
      asked(async () => {
        const call = known(id);
        await machine.step(
          (state) => {
            const left = forgetSignals(call, after);
            return left === call ? state : { ...state, call: left };
          },
          { silently: true },
        );
        await see(known(id));
        return signalsAfter(known(id), after);
      }),
    fingerprints: (id, digests) => asked(() => words.begin(answered(id), digests)),
    // Said late, it is said: time is not asked before.
    alive: (id, connected) =>
      asked(
        async () => {
          const first = connected && known(id).connectedAt === undefined;
          await machine.step((state, ctx) => hearAlive(state, id, connected, ctx), { silently: !first });
        },
        { late: true },
      ),
    compared: (id, characters, same) => asked(() => words.compared(known(id), characters, same)),
    active: () => isUnderWay(machine.state().call),
    events: {
      onMessage: (from, message, at) => told(() => incoming(from, message, at)),
      onTime: () => told(() => machine.step(passTime)),
      onLocking: () => told(() => machine.step(beforeLock)),
      onLocked: () =>
        machine
          .inTurn(async () => {
            log.forget();
            words.forget();
            await machine.step(afterLock);
          })
          .catch(onFailure),
      onUnlocked: () => told(() => machine.catchUp()),
      onWindowClosed: () =>
        told(() =>
          machine.step((state, ctx) => {
            const { call } = state;
            // One that never came up may be another tab that closed while it opens.
            if (!isUnderWay(call) || !call.windowSeen) return state;
            return endCall(state, call, 'ended', ctx);
          }),
        ),
    },
  };
}
