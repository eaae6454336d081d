import type { LinkState } from '../core/chat';
import type { ErrorCode } from '../core/error-codes';
import type { ClientFrame, RelayFrame } from '../core/wire/frames';
import type { AttachmentId, DeviceId, UserId } from '../core/wire/ids';
import type { RequestInput, RequestName, RequestOutput } from '../core/wire/requests';

/** My device at a relay. The key signs `resumeStatement` and nothing else; WebCrypto does not give it out. */
export type RelayAccount = {
  /** Origin of the relay: `https://relay.example.org`, or `http://127.0.0.1:8470` on loopback alone. */
  readonly relay: string;
  readonly user: UserId;
  readonly device: DeviceId;
  /** Ed25519, not extractable; usable while the vault is locked, because it opens nothing. */
  readonly deviceKey: CryptoKey;
  /** Ed25519 public key, 32 octets. */
  readonly devicePublic: Uint8Array;
};

/**
 * One request, answered. Fails with `AppError`: the relay's code (a `RelayRefusal`, with its pause), `relay/unreachable`,
 * `relay/version`, `relay/broken`. A relay that is silent for 20 s while it is asked is left.
 */
export type Ask = <Name extends RequestName>(name: Name, input: RequestInput<Name>) => Promise<RequestOutput<Name>>;

/** One connection to one relay, from its `hello` to its end. */
export type RelaySocket = {
  readonly hello: Extract<RelayFrame, { kind: 'hello' }>;
  readonly ask: Ask;
  /** All in one packet, up to 256 KiB. False where the socket is closed. */
  send(frames: readonly ClientFrame[]): boolean;
  /** Everything but `reply`, in order; all frames of one packet at once. What came before is kept for the first one. */
  onFrames(listener: (frames: readonly RelayFrame[]) => void): void;
  /** With the relay's code (`relay/draining`, `relay/replaced`, `relay/revoked`, ...) or `relay/unreachable`. */
  onClose(listener: (code: ErrorCode) => void): void;
  close(): void;
};

/** The connection that is kept: lost, it is made again after growing pauses with jitter, and resumed by the device key. */
export type RelayLink = {
  state(): LinkState;
  /**
   * Keeps connected as this device, until `stop`. Answers at once. The same device again is a trigger as `wake`.
   * `stoppedFor`: the code of `stopped` from before the background ended: only a person begins again, or two copies of a
   * profile would throw each other out at every alarm.
   */
  start(account: RelayAccount, stoppedFor?: ErrorCode): void;
  stop(): void;
  /**
   * A trigger (the network is back, an alarm, something was written): a pause ends now, but never sooner than 2 s after
   * the last try; where it is online, whether the relay is still there is asked. What is `stopped` is begun again by a
   * person alone. `network`: it is another one, or back; what was begun over the old one is given up.
   */
  wake(by?: 'person' | 'network'): void;
  /** Fails at once with `relay/unreachable` where the link is not online. */
  readonly ask: Ask;
  /** False where the link is not online; nothing was sent then. */
  send(frames: readonly ClientFrame[]): boolean;
  onFrames(listener: (frames: readonly RelayFrame[]) => void): void;
  onState(listener: (state: LinkState) => void): void;
};

export type NewAccount = { readonly relay: string; readonly password: string };

/** Accounts by OPAQUE (RFC 9807): the relay never sees the password. Each fails with `AppError` (`relay/*`). */
export type RelayAccounts = {
  /** A new account, and this device as its first. */
  register(wanted: NewAccount & { readonly name: string; readonly invitation?: string }): Promise<RelayAccount>;
  /** This device, with a new device key, for an account that exists. */
  logIn(wanted: NewAccount & { readonly user: UserId }): Promise<RelayAccount>;
  /** Of this account, on a connection of its own: stop the link before, start it after. `relay/login-failed`. */
  changePassword(account: RelayAccount, current: string, next: string): Promise<void>;
  deleteAccount(account: RelayAccount, password: string): Promise<void>;
};

/** Sealed files, over HTTP in the manner of tus 1.0.0: docs/relay.md. Fails with `AppError` (`relay/*`, `bus/cancelled`). */
export type SealedFileTransport = {
  /** Octets of the upload that are at the relay. */
  offset(relay: string, attachment: AttachmentId, ticket: string, signal?: AbortSignal): Promise<number>;
  /** Appends one piece; answers the new offset. The first piece holds 259 octets, or all. */
  append(
    relay: string,
    attachment: AttachmentId,
    ticket: string,
    at: number,
    piece: Uint8Array<ArrayBuffer>,
    signal?: AbortSignal,
  ): Promise<number>;
  /** The octets from `at`, at most `octets` of them. */
  read(
    relay: string,
    attachment: AttachmentId,
    ticket: string,
    at: number,
    octets: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
};
