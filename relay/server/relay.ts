import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '../../lib/core/errors';
import type { OpaqueServer } from '../accounts/opaque';
import type { Secrets } from '../accounts/secrets';
import { createDelivery } from '../delivery/delivery';
import type { DeliveryPorts } from '../delivery/ports';
import { createAnswer } from './answer';
import type { Context, Handlers } from './context';
import { createDispatch } from './dispatch';
import { type Arrivals, createLogins } from './logins';
import { createSockets } from './sockets';
import { createSweep } from './sweep';

export type RelayPorts = DeliveryPorts & {
  readonly opaque: OpaqueServer;
  readonly secrets: Secrets;
  readonly handlers: Handlers;
  readonly arrivals: Arrivals;
  /** Done once a minute beside the expiry of messages. */
  readonly chores?: ReadonlyArray<(ctx: Context) => Promise<unknown>>;
};

export type Relay = {
  readonly ctx: Context;
  /** Takes the upgrades of this server. */
  attach(server: Server): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What the timers do, now: for tests that move the clock. */
  sweep(): void;
  /** Removes what is too old, wherever it is. Every minute of the clock. */
  expire(): Promise<void>;
  /** Takes no new sockets, stores what is under way, closes all sockets with 1012. */
  drain(): Promise<void>;
  /** At once. The stores are the caller's. */
  close(): Promise<void>;
};

const DELIVERY_SWEEP_MS = 50;
const SWEEP_MS = 1_000;
const EXPIRE_MS = 60_000;
/** How long `drain` waits for clients and for a store that is away. */
const DRAIN_MS = 5_000;

/** One process of the relay, without HTTP and without stores: both are plugged in. */
export function createRelay(ports: RelayPorts): Relay {
  const { config, stores, clock, log, metrics, handlers, arrivals, chores = [] } = ports;
  const delivery = createDelivery(ports);
  const ctx: Context = { config, stores, clock, log, metrics, delivery, opaque: ports.opaque, secrets: ports.secrets };
  const logins = createLogins({ ctx, delivery, arrivals });
  const answer = createAnswer({
    ctx,
    handlers,
    onLoginChange: logins.change,
    afterLogin(connection) {
      logins.begin(connection);
      if (isWaiting) connection.push({ kind: 'notice', code: 'relay/waiting' });
    },
  });
  const dispatch = createDispatch({ ctx, delivery, answer });
  const sockets = createSockets({
    ctx,
    dispatch: dispatch.message,
    onPing: dispatch.control,
    onPong: (connection) => {
      dispatch.control(connection);
      if (connection.login !== undefined) delivery.ponged(connection.login.device);
    },
    onEnd: logins.end,
  });
  const lookAfter = createSweep(ctx, sockets.connections);
  let expired = clock();
  let isWaiting = false;

  stores.onWaiting((waiting) => {
    if (waiting === isWaiting) return;
    isWaiting = waiting;
    metrics.gauge('waiting', waiting ? 1 : 0);
    sockets.notify(waiting ? 'relay/waiting' : 'relay/back');
    if (!waiting) delivery.retry();
  });

  async function expire(): Promise<void> {
    expired = clock();
    const ended = await Promise.allSettled([delivery.expire(), ...chores.map((chore) => chore(ctx))]);
    if (ended.some(isBroken)) log('relay/internal');
  }

  function sweep(): void {
    lookAfter();
    delivery.retry();
    if (clock() - expired >= EXPIRE_MS) void expire();
  }

  const timers = [setInterval(delivery.sweep, DELIVERY_SWEEP_MS), setInterval(sweep, SWEEP_MS)];

  async function close(): Promise<void> {
    for (const timer of timers) clearInterval(timer);
    sockets.close();
    await within(DRAIN_MS, logins.idle());
    await within(DRAIN_MS, delivery.ground());
  }

  return {
    ctx,
    attach: (server) => {
      server.on('upgrade', sockets.handleUpgrade);
    },
    handleUpgrade: sockets.handleUpgrade,
    sweep: () => {
      delivery.sweep();
      sweep();
    },
    expire,
    async drain() {
      sockets.shut();
      sockets.notify('relay/draining');
      const { connections } = sockets;
      await within(DRAIN_MS, Promise.all([...connections].map(({ turn }) => turn)));
      await within(DRAIN_MS, delivery.ground());
      for (const connection of connections) connection.close('relay/draining');
      await within(DRAIN_MS, sockets.empty());
      await close();
    },
    close,
  };
}

const isBroken = (ended: PromiseSettledResult<unknown>): boolean =>
  ended.status === 'rejected' && !(ended.reason instanceof AppError && ended.reason.code === 'relay/waiting');

/** Waits for the work, but not longer. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  await Promise.race([work, setTimeout(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}
