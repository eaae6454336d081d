import type { CallId, CallSignal } from '../../../core/calls';
import { toErrorCode } from '../../../core/errors';
import { createSerial } from '../../../core/serial';
import { newMessageId } from '../../app/chat/ids';
import type { CallBus } from './ports';

/** Before something is said again that did not get through. */
const AGAIN_MS = 1_000;

export type SignalLine = {
  /** In order, each exactly once, however often the background ends meanwhile. */
  say(signal: CallSignal): void;
  /** Asks for what the other side said since. Never rejects. */
  hear(): Promise<void>;
  stop(): void;
};

/** What two windows say to each other, through their backgrounds and the secure channel. */
export function createSignalLine(
  bus: CallBus,
  id: CallId,
  onSignal: (signal: CallSignal) => Promise<void>,
): SignalLine {
  let stopped = false;
  const inTurn = createSerial();
  let hearing: Promise<void> | undefined;
  let askAgain = false;
  let after = 0;

  const sayOne = async (signal: CallSignal): Promise<void> => {
    const message = newMessageId();
    while (!stopped) {
      try {
        return await bus.call('call.say', { id, message, signal });
      } catch (error) {
        // What the background will never take is not offered again.
        if (['call/unknown', 'bus/bad-input', 'bus/outdated'].includes(toErrorCode(error))) return;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  };

  const hearAll = async (): Promise<void> => {
    do {
      askAgain = false;
      const heard = await bus.call('call.hear', { id, after }).catch(() => []);
      for (const { number, signal } of heard) {
        if (stopped) return;
        if (number <= after) continue;
        after = number;
        await onSignal(signal);
      }
    } while (askAgain && !stopped);
  };

  return {
    say(signal) {
      void inTurn(() => sayOne(signal));
    },
    hear() {
      if (stopped) return Promise.resolve();
      askAgain = true;
      hearing ??= hearAll().finally(() => {
        hearing = undefined;
      });
      return hearing;
    },
    stop() {
      stopped = true;
    },
  };
}
