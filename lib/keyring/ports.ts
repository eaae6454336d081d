import type { EmailAddress, Fingerprint } from '../core/brand';
import type { Decision, Evidence } from '../core/certificate';
import type { ChannelOpenPgp, OpenPgp, OxOpenPgp } from '../core/openpgp-port';

export type OwnKeyRow = {
  readonly fingerprint: Fingerprint;
  /** The certificate: binary, public. */
  readonly octets: Uint8Array;
  /** The private key, sealed by the vault for this fingerprint. */
  readonly sealedSecret: Uint8Array;
  readonly createdHere: number;
  /** When a person last preferred it; 0 = never. */
  readonly preferredAt: number;
};

export type ContactRow = {
  readonly fingerprint: Fingerprint;
  /** The certificate: binary, public, exactly what will be used. */
  readonly octets: Uint8Array;
  readonly decision: Decision;
  readonly decidedAt?: number;
  readonly evidence: readonly Evidence[];
  /** Addresses it is bound to, or asks for. */
  readonly addresses: readonly EmailAddress[];
  /** Addresses it asked for and a person chose another certificate for: it asks no more by itself. */
  readonly dismissed: readonly EmailAddress[];
};

/** The one certificate that is used for an address, because a person decided so. */
export type Binding = { readonly email: EmailAddress; readonly fingerprint: Fingerprint };

/** Each method is one transaction. Failures are `store/full` and `store/failed`. */
export type OwnKeyRows = {
  all(): Promise<readonly OwnKeyRow[]>;
  get(fingerprint: Fingerprint): Promise<OwnKeyRow | undefined>;
  put(rows: readonly OwnKeyRow[]): Promise<void>;
  remove(fingerprint: Fingerprint): Promise<void>;
};

export type ContactChange = {
  readonly put?: readonly ContactRow[];
  readonly remove?: readonly Fingerprint[];
  readonly bind?: readonly Binding[];
  readonly unbind?: readonly EmailAddress[];
};

export type ContactRows = {
  all(): Promise<readonly ContactRow[]>;
  get(fingerprint: Fingerprint): Promise<ContactRow | undefined>;
  /** Rows whose `addresses` hold this one. */
  claiming(email: EmailAddress): Promise<readonly ContactRow[]>;
  bindings(): Promise<readonly Binding[]>;
  binding(email: EmailAddress): Promise<Binding | undefined>;
  /** All of it or nothing. */
  write(change: ContactChange): Promise<void>;
};

export type KeyringPorts = {
  readonly pgp: OpenPgp & ChannelOpenPgp & OxOpenPgp;
  readonly ownKeys: OwnKeyRows;
  readonly contacts: ContactRows;
  /** Throws `vault/locked`, `vault/absent`, `vault/damaged`. */
  readonly vault: {
    seal(octets: Uint8Array, context: string): Promise<Uint8Array>;
    open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
  };
  readonly clock: { now(): number };
};
