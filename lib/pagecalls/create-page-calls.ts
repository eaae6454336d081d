import { AppError } from '../core/errors';
import type { PageCallPorts, PageCalls } from './contract';

const notYet = () => Promise.reject(new AppError('callpage/no-call'));

export function createPageCalls(_ports: PageCallPorts): PageCalls {
  return {
    view: notYet,
    protect: notYet,
    join: notYet,
    decline: notYet,
    end: notYet,
    compared: notYet,
    mode: async () => ({ mode: 'clear' }),
    report: async () => ({ mode: 'clear' }),
    frameOpened: async () => ({ mode: 'clear' }),
    orders: async () => [],
    announce: notYet,
    took: notYet,
    counts: notYet,
    glance: async () => ({ status: 'off', live: false, invited: false }),
    active: () => false,
    events: {
      onMessage: async () => undefined,
      onTabClosed: async () => undefined,
      onTime: async () => undefined,
      onLocked: async () => undefined,
    },
  };
}
