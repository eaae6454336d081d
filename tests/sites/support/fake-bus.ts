import type { PageRequest } from '../../../lib/bus/protocol';
import type { ErrorCode } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import type { PageBus } from '../../../lib/page/bus';

export type Asked = { readonly name: string; readonly input: Record<string, unknown>; readonly ticket?: string };

/** A background that hands out tickets and remembers what it was asked. */
export function fakeBus() {
  const asked: Asked[] = [];
  let answer: ((request: PageRequest) => Promise<unknown> | undefined) | undefined;
  const state: { alive: boolean; refuse?: ErrorCode; resume?: string } = { alive: true };
  const bus: PageBus = {
    isAlive: () => state.alive,
    frameUrl: () => 'about:blank',
    onPageRequest(listener) {
      answer = listener;
      return () => {
        answer = undefined;
      };
    },
    call: (async (name: string, input: Record<string, unknown> = {}) => {
      if (state.refuse !== undefined) {
        asked.push({ name, input });
        throw new AppError(state.refuse);
      }
      if (name === 'page.hello') {
        asked.push({ name, input });
        const resume = input.kind === 'compose' ? state.resume : undefined;
        return { vault: 'unlocked', ...(resume === undefined ? {} : { resume }) };
      }
      const ticket = (input.ticket as string | undefined) ?? asked.length.toString(16).padStart(32, '0');
      asked.push({ name, input, ticket });
      return { ticket, url: 'about:blank' };
    }) as PageBus['call'],
  };
  return {
    bus,
    asked,
    state,
    of: (name: string) => asked.filter((one) => one.name === name),
    ask: (request: PageRequest): Promise<unknown> => answer?.(request) ?? Promise.resolve('nobody'),
    listens: () => answer !== undefined,
  };
}
