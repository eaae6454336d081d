import { AppError } from '../core/errors';
import type { Calls } from './contract';
import type { CallPorts } from './ports';

const notYet = () => Promise.reject(new AppError('call/unknown'));

export function createCalls(_ports: CallPorts): Calls {
  return {
    list: async () => [],
    seen: async () => undefined,
    current: async () => undefined,
    start: notYet,
    show: notYet,
    servers: async () => [],
    setServers: notYet,
    view: notYet,
    accept: notYet,
    end: notYet,
    say: notYet,
    hear: notYet,
    fingerprints: notYet,
    alive: notYet,
    compared: notYet,
    active: () => false,
    events: {
      onMessage: async () => undefined,
      onTime: async () => undefined,
      onLocked: async () => undefined,
      onWindowClosed: async () => undefined,
    },
  };
}
