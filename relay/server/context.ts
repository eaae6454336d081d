import type { RelayFrame } from '../../lib/core/wire/frames';
import type { DeviceId, UserId } from '../../lib/core/wire/ids';
import type { RequestInput, RequestName, RequestOutput } from '../../lib/core/wire/requests';
import type { OpaqueServer } from '../accounts/opaque';
import type { Secrets } from '../accounts/secrets';
import type { Config } from '../config/config';
import type { Log, Metrics } from '../observe/ports';
import type { Envelope, Stores } from '../stores/ports';

export type Clock = () => number;

/** What every handler works with: one per process. */
export type Context = {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stores: Stores;
  readonly delivery: Delivery;
  /** `createOpaqueServer(setup)` and `deriveSecrets(setup)`, where `setup` is of `loadOpaqueSetup(config)`. */
  readonly opaque: OpaqueServer;
  readonly secrets: Secrets;
};

/** Takes messages to devices, at this process or another, now or later. Owner of every promise about messages. */
export type Delivery = {
  /** Answers its sender by `status` and `refused` frames, not before it is true. */
  send(envelope: Envelope, to: readonly DeviceId[]): Promise<void>;
  /** Frames for a device, where it is online; nothing is kept. */
  push(devices: readonly DeviceId[], frame: RelayFrame): Promise<void>;
  /** To every device of the user that is online. */
  pushToUser(user: UserId, frame: RelayFrame): Promise<void>;
  /** Closes the device's socket, wherever it is. */
  disconnect(device: DeviceId, code: 'relay/replaced' | 'relay/revoked'): Promise<void>;
};

export type LoggedIn = {
  readonly user: UserId;
  readonly device: DeviceId;
  /** When the password was last proven on this socket; 0 for a device that came back by its key. */
  readonly passwordAt: number;
};

/** One socket. */
export type Caller = {
  /** 32 octets of its `hello`; undefined once a device answered it, well or badly. */
  challenge: Uint8Array | undefined;
  /** Host and port that the client connected to. */
  readonly relay: string;
  /** `tagOf(ctx.secrets, address)`, for rate limits alone. */
  readonly addressTag: string;
  login: LoggedIn | undefined;
  /** Between start and finish of a registration, login, or change of password; one at a time. */
  exchange: Exchange | undefined;
  push(frame: RelayFrame): void;
};

export type Exchange =
  | { readonly kind: 'register'; readonly user: UserId; readonly invitation: string | undefined }
  | { readonly kind: 'login'; readonly user: UserId; readonly state: string; readonly known: boolean }
  | { readonly kind: 'password' };

/** Fails with AppError: its code is the answer. A failure that has to tell a pause is a `WaitError`. */
export type Handler<Name extends RequestName> = (
  ctx: Context,
  caller: Caller,
  input: RequestInput<Name>,
) => Promise<RequestOutput<Name>>;

/** Exhaustive: a request without a handler does not compile. */
export type Handlers = { readonly [Name in RequestName]: Handler<Name> };

/** Handlers that answer before login; all others are refused with `relay/not-logged-in` before they are called. */
export const BEFORE_LOGIN: ReadonlySet<RequestName> = new Set<RequestName>([
  'account.register.start',
  'account.register.finish',
  'account.login.start',
  'account.login.finish',
  'account.resume',
]);
