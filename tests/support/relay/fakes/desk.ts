import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Codec } from '../../../../lib/core/wire/codec';
import { decode, encode } from '../../../../lib/core/wire/encode';
import type { RelayFrame } from '../../../../lib/core/wire/frames';
import type { DeviceId } from '../../../../lib/core/wire/ids';
import { REQUESTS, type RequestInput, type RequestName, type RequestOutput } from '../../../../lib/core/wire/requests';
import { createOpaqueServer, newOpaqueSetup } from '../../../../relay/accounts/opaque';
import { deriveSecrets, tagOf } from '../../../../relay/accounts/secrets';
import { type Config, LIMITS, type Limits } from '../../../../relay/config/config';
import { handlers } from '../../../../relay/handlers/all';
import { entered, left } from '../../../../relay/handlers/arrivals';
import type { Metrics } from '../../../../relay/observe/ports';
import type { Caller, Context, Delivery, Handler } from '../../../../relay/server/context';
import { createEmbeddedStores } from '../../../../relay/stores/embedded/embedded-stores';
import type { Envelope, Stores } from '../../../../relay/stores/ports';
import { type Account, register } from '../account';
import type { RelayClient } from '../client';

/** A socket as the handlers see it: requests go through their schemas, frames are kept. */
export type Desk = Pick<RelayClient, 'url' | 'hello' | 'ask'> & {
  readonly caller: Caller;
  readonly frames: RelayFrame[];
  leave(): Promise<void>;
};

/** The handlers of one relay, without its sockets. */
export type Desks = {
  readonly ctx: Context;
  /** What was given to devices, and to which. */
  readonly sent: Array<{ readonly envelope: Envelope; readonly to: readonly DeviceId[] }>;
  readonly disconnected: DeviceId[];
  readonly counts: Map<string, number>;
  /** Moves the clock, on which the limits look too. */
  pass(ms: number): void;
  connect(address?: string, relay?: string): Desk;
  /** As RelayClient, for the helpers that make accounts. */
  client(desk: Desk): RelayClient;
  newcomer(name: string): Promise<{ readonly desk: Desk; readonly account: Account }>;
};

export type DeskOptions = {
  readonly limits?: Partial<Limits>;
  readonly config?: Partial<Config>;
};

const METRICS: Metrics = { count: () => undefined, gauge: () => undefined, observe: () => undefined };

async function openStores(): Promise<Stores> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-desk-'));
  const stores = await createEmbeddedStores({ folder, log: () => undefined, metrics: METRICS });
  onTestFinished(async () => {
    vi.useRealTimers();
    await stores.close();
    await rm(folder, { recursive: true });
  });
  return stores;
}

const CONFIG: Config = {
  host: '127.0.0.1',
  port: 0,
  publicHost: undefined,
  tls: undefined,
  behindProxy: false,
  dataFolder: '',
  store: 'embedded',
  postgresUrl: undefined,
  redisUrl: undefined,
  redisVolatileUrl: undefined,
  allowedOrigins: [],
  registration: 'open',
  opaqueSetup: undefined,
  accessLog: undefined,
  limits: LIMITS,
};

/** Until the test is over: the embedded stores in a folder of their own, and a clock that only the test moves. */
export async function openRelay({ limits, config: some }: DeskOptions = {}): Promise<Desks> {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
  const clock = () => Date.now();
  const config: Config = { ...CONFIG, ...some, limits: { ...LIMITS, ...limits } };
  const setup = await newOpaqueSetup();
  const stores = await openStores();
  const desks = new Set<Desk>();
  const sent: Desks['sent'] = [];
  const disconnected: DeviceId[] = [];
  const counts = new Map<string, number>();

  const push = (devices: readonly DeviceId[], frame: RelayFrame): void => {
    for (const desk of desks)
      if (desk.caller.login && devices.includes(desk.caller.login.device)) desk.frames.push(structuredClone(frame));
  };
  const delivery: Delivery = {
    send: async (envelope, to) => void sent.push({ envelope, to }),
    push: async (devices, frame) => push(devices, frame),
    pushToUser: async (user, frame) => push(await stores.directory.present(user), frame),
    disconnect: async (device) => {
      disconnected.push(device);
      for (const desk of desks) if (desk.caller.login?.device === device) await desk.leave();
    },
  };
  const ctx: Context = {
    config,
    clock,
    log: () => undefined,
    metrics: { ...METRICS, count: (name, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by) },
    stores,
    delivery,
    opaque: await createOpaqueServer(setup),
    secrets: deriveSecrets(setup),
  };

  function connect(address = '198.51.100.7', relay = 'relay.example:443'): Desk {
    const frames: RelayFrame[] = [];
    const challenge = randomBytes(32);
    const addressTag = tagOf(ctx.secrets, address);
    const caller: Caller = {
      challenge,
      relay,
      addressTag,
      login: undefined,
      exchange: undefined,
      push: (frame) => frames.push(frame),
    };
    const ask = async <Name extends RequestName>(
      name: Name,
      input: RequestInput<Name>,
    ): Promise<RequestOutput<Name>> => {
      const shape = REQUESTS[name];
      const before = caller.login;
      const given = decode(shape.input as Codec<unknown>, encode(shape.input as Codec<unknown>, input));
      const output = await (handlers[name] as Handler<Name>)(ctx, caller, given as RequestInput<Name>);
      if (before === undefined && caller.login !== undefined) {
        await stores.directory.enter(caller.login.device, caller.login.user);
        await entered(ctx, caller.login);
      }
      return decode(
        shape.output as Codec<unknown>,
        encode(shape.output as Codec<unknown>, output),
      ) as RequestOutput<Name>;
    };
    const leave = async (): Promise<void> => {
      if (!desks.delete(desk) || caller.login === undefined) return;
      const { last } = await stores.directory.leave(caller.login.device, caller.login.user);
      await left(ctx, caller.login, last);
    };
    const hello = { challenge } as unknown as Desk['hello'];
    const desk: Desk = { url: `ws://${relay}`, hello, ask, caller, frames, leave };
    desks.add(desk);
    return desk;
  }

  const client = (desk: Desk): RelayClient => desk as unknown as RelayClient;
  return {
    ctx,
    sent,
    disconnected,
    counts,
    connect,
    client,
    pass: (ms) => {
      vi.setSystemTime(Date.now() + ms);
    },
    newcomer: async (name) => {
      const desk = connect();
      return { desk, account: await register(client(desk), name) };
    },
  };
}
