import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../lib/core/errors';
import { type DeviceId, toHex, type UserId } from '../../../lib/core/wire/ids';
import type { Config } from '../../../relay/config/config';
import { LIMITS, type Limits } from '../../../relay/config/config';
import type { Handler, Handlers } from '../../../relay/server/context';
import { createRelay, type RelayPorts } from '../../../relay/server/relay';
import type { Stores } from '../../../relay/stores/ports';
import { connectRelay, type RelayClient } from '../../support/relay/client';
import { createMemoryDirectory, createMemoryMailboxes } from '../delivery/memory-stores';

export type Stage = Awaited<ReturnType<typeof setStage>>;
export type Member = RelayClient & { readonly user: UserId; readonly device: DeviceId };

const deviceOf = (key: Uint8Array): DeviceId =>
  toHex(createHash('sha256').update(key).digest().subarray(0, 16)) as DeviceId;

const resume: Handler<'account.resume'> = async (_ctx, caller, { user, deviceKey }) => {
  const device = deviceOf(deviceKey);
  caller.login = { user, device, passwordAt: 0 };
  return { device };
};

/** Who says who it is, is believed; everything else is of no concern here. */
const believing = new Proxy({ 'account.resume': resume } as unknown as Handlers, {
  get: (own, name: keyof Handlers) =>
    own[name] ??
    (async () => {
      throw new AppError('relay/not-found');
    }),
});

export type StageOptions = {
  readonly limits?: Partial<Limits>;
  readonly config?: Partial<Config>;
  readonly handlers?: Partial<Handlers>;
  readonly directory?: Stores['directory'];
  readonly mail?: ReturnType<typeof createMemoryMailboxes>;
  readonly arrivals?: RelayPorts['arrivals'];
  /** The clock goes on only when it is moved: nothing is stored because it took long. */
  readonly still?: boolean;
  /** In place of those in memory. */
  readonly stores?: Stores;
};

/** A relay on loopback, with stores in memory and a clock that only tests move (beside what passes by itself). */
export async function setStage(options: StageOptions = {}) {
  const { mailboxes, switches, ...mail } = options.mail ?? createMemoryMailboxes();
  const unknown = new Set<DeviceId>();
  const logged: string[] = [];
  const counts = new Map<string, number>();
  const started = Date.now();
  let moved = 0;
  let onWaiting: (waiting: boolean) => void = () => undefined;
  const stores = {
    mailboxes,
    directory: options.directory ?? createMemoryDirectory(),
    accounts: {
      knownDevices: async (devices: readonly DeviceId[]) => new Set(devices.filter((at) => !unknown.has(at))),
    },
    onWaiting: (listener: typeof onWaiting) => {
      onWaiting = listener;
    },
  } as unknown as Stores;
  const config = {
    host: '127.0.0.1',
    port: 0,
    publicHost: undefined,
    behindProxy: false,
    allowedOrigins: ['https://example.org'],
    registration: 'open',
    limits: { ...LIMITS, ...options.limits },
    ...options.config,
  } as Config;
  const relay = createRelay({
    config,
    stores: options.stores ?? stores,
    clock: () => (options.still === true ? started : Date.now()) + moved,
    log: (code) => logged.push(code),
    metrics: {
      count: (name, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by),
      gauge: (name, value) => counts.set(name, value),
      observe: () => undefined,
    },
    handlers: Object.assign(Object.create(believing), options.handlers) as Handlers,
    arrivals: options.arrivals ?? { entered: async () => undefined, left: async () => undefined },
    opaque: undefined as never,
    secrets: { ticketKey: randomBytes(32), tagKey: randomBytes(32) },
  });
  const server = createServer((_request, response) => response.end());
  relay.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    relay,
    server,
    url,
    ...mail,
    unknown,
    logged,
    counts,
    connect: (headers?: Record<string, string>) => connectRelay(url, headers),
    /** Comes back with the same key: the same device. */
    async login(name: string, key: Uint8Array = createHash('sha256').update(name).digest()): Promise<Member> {
      const client = await connectRelay(url);
      const user = `${name}.abcde` as UserId;
      const { device } = await client.ask('account.resume', { user, deviceKey: key, signature: new Uint8Array(64) });
      return Object.assign(client, { user, device });
    },
    /** Moves the clock, and nothing else. */
    shift(milliseconds: number): void {
      moved += milliseconds;
    },
    /** Moves the clock; the timers of the relay notice. */
    move(milliseconds: number): void {
      moved += milliseconds;
      relay.sweep();
    },
    setAway(away: boolean): void {
      switches.away = away;
      onWaiting(away);
    },
    switches,
    async end(): Promise<void> {
      await relay.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
