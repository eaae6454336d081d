import type { Argon2Parameters } from './argon2';
import type { VaultRecord } from './vault-record';

/** Wrong passphrases so far, and the pause that follows from them. Milliseconds since 1970. */
export type Failures = { readonly wrong: number; readonly from: number; readonly until: number };

/** Durable, on disk. Each method is one transaction. Failures are `store/full` and `store/failed`. */
export type VaultRecords = {
  read(): Promise<unknown>;
  /** Answers false, and writes nothing, where a record exists already. Clears the failures. */
  create(record: VaultRecord): Promise<boolean>;
  /** Replaces the record and clears the failures, both or neither. */
  replace(record: VaultRecord): Promise<void>;
  readFailures(): Promise<Failures | undefined>;
  saveFailures(failures: Failures): Promise<void>;
  clearFailures(): Promise<void>;
};

/** Durable: one non-extractable AES-GCM key, worthless without the ciphertext in session memory. */
export type SessionKeys = {
  read(): Promise<CryptoKey | undefined>;
  save(key: CryptoKey): Promise<void>;
  remove(): Promise<void>;
};

/** `storage.session`: survives the worker, not the browser; trusted contexts only. */
export type SessionMemory = {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
};

export type Clock = { now(): number };

export type VaultPorts = {
  readonly records: VaultRecords;
  readonly sessionKeys: SessionKeys;
  readonly memory: SessionMemory;
  readonly clock: Clock;
  /** Milliseconds without use until the vault locks by itself. */
  readonly lifetime: () => Promise<number | 'never'>;
  readonly argon2?: Argon2Parameters;
};
