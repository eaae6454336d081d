import type { FastifyInstance } from 'fastify';
import type { Stores } from '../stores/ports';
import { answer } from './answers';

/** A store answers within a second; whoever asks more often hears the same. */
const KEEP_MS = 1_000;
const LONGEST_MS = 2_000;

/** `/health`: the process lives. `/ready`: it can take messages; balancers send nobody here while it cannot. */
export function addState(
  app: FastifyInstance,
  {
    stores,
    clock,
    draining,
  }: { readonly stores: Pick<Stores, 'ready'>; readonly clock: () => number; readonly draining: () => boolean },
): void {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  const ready = (): Promise<boolean> => {
    if (asked === undefined || Math.abs(clock() - asked.at) > KEEP_MS) asked = { at: clock(), answer: ask(stores) };
    return asked.answer;
  };
  app.get('/health', { exposeHeadRoute: true }, async () => ({ alive: true }));
  app.get('/ready', { exposeHeadRoute: true }, async (_request, reply) => {
    if (draining()) return answer(reply, 'relay/draining');
    return (await ready()) ? { ready: true } : answer(reply, 'relay/waiting');
  });
}

async function ask(stores: Pick<Stores, 'ready'>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), LONGEST_MS);
  try {
    return await Promise.race([stores.ready(), late.promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
