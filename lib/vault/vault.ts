import { AppError } from '../core/errors';
import { createSerial } from '../core/serial';
import type { VaultState } from '../core/vault-state';
import { openAes, sealAes } from './aes';
import { ARGON2 } from './argon2';
import { after, type Deadline, hasMoved, isPast } from './deadline';
import { isWeakPassphrase } from './passphrase';
import { createPassphraseGate } from './passphrase-gate';
import type { VaultPorts } from './ports';
import { openBox, sealToBox } from './sealed-box';
import type { SecretOctets } from './secret-octets';
import { createUnlockSession } from './unlock-session';
import {
  makeVaultRecord,
  type OpenVault,
  openVaultRecord,
  rewrap,
  unwrapVaultKey,
  type VaultRecord,
} from './vault-record';

export type Vault = {
  state(): Promise<VaultState>;
  /**
   * Sets the passphrase and unlocks. Asked again after the background died, the same passphrase finishes what was
   * begun. Fails with `vault/weak-passphrase`, `vault/exists`, `vault/wait`, `store/*`.
   */
  create(passphrase: string): Promise<VaultState>;
  /** Fails with `vault/absent`, `vault/wrong-passphrase`, `vault/wait`, `vault/damaged`, `store/*`. */
  unlock(passphrase: string): Promise<VaultState>;
  /** Locks at once in memory, then for the next background. */
  lock(): Promise<VaultState>;
  /** Neither locks nor unlocks. Fails as `unlock` and with `vault/weak-passphrase`. */
  changePassphrase(current: string, next: string): Promise<void>;
  /** AES-256-GCM under the vault key; the context must be the same when opened. Throws `vault/locked`, `vault/absent`. */
  seal(octets: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws also `vault/damaged` where the octets or the context are not what was sealed. */
  open(sealed: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Works while locked too. Throws `vault/absent`. */
  sealAlways(octets: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Opens what `sealAlways` sealed. Throws `vault/locked`, `vault/damaged`. */
  openAlways(sealed: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The keys were used just now: they stay open for a whole lifetime from here. Answers the new deadline. */
  touch(): Promise<Deadline | undefined>;
  /** Hears each lock and unlock of this background. */
  onChange(listener: (phase: 'locked' | 'unlocked') => void): void;
};

type Unlocked = OpenVault & { deadline: Deadline };

export function createVault(ports: VaultPorts): Vault {
  const { records, clock, argon2 = ARGON2 } = ports;
  const gate = createPassphraseGate(records, clock);
  const session = createUnlockSession(ports.sessionKeys, ports.memory);
  const serial = createSerial();
  const listeners: Array<(phase: 'locked' | 'unlocked') => void> = [];
  let unlocked: Unlocked | undefined;
  /** Locked by this background: nothing is restored any more, even where the storage refused to forget. */
  let shut = false;

  const nextDeadline = async (): Promise<Deadline> => after(await ports.lifetime(), clock.now());
  const isOver = (deadline: Deadline) => isPast(deadline, clock.now());
  const tell = (phase: 'locked' | 'unlocked') => {
    for (const listener of listeners) listener(phase);
  };

  /** In the queue only. */
  async function close(): Promise<void> {
    shut = true;
    unlocked = undefined;
    await session.end();
    tell('locked');
  }

  /** In the queue only. A background that was born anew takes up what the last one left. */
  async function restore(): Promise<Unlocked | undefined> {
    const found = shut ? undefined : await session.restore();
    if (found === undefined) return undefined;
    using vaultKey = found.vaultKey;
    const record = isOver(found.deadline) ? undefined : await gate.readRecord();
    const opened = record === undefined ? undefined : await openVaultRecord(record, vaultKey);
    if (opened === undefined) {
      await close();
      return undefined;
    }
    unlocked = { ...opened, deadline: found.deadline };
    return unlocked;
  }

  async function current(): Promise<Unlocked | undefined> {
    if (unlocked !== undefined && !isOver(unlocked.deadline)) return unlocked;
    return serial(async () => {
      if (unlocked === undefined) return restore();
      if (!isOver(unlocked.deadline)) return unlocked;
      await close();
      return undefined;
    });
  }

  async function requireUnlocked(): Promise<Unlocked> {
    const found = await current();
    if (found !== undefined) return found;
    await gate.requireRecord();
    throw new AppError('vault/locked');
  }

  /** In the queue only. Durable first, memory last. */
  async function begin(record: VaultRecord, vaultKey: SecretOctets): Promise<void> {
    const opened = await openVaultRecord(record, vaultKey);
    if (opened === undefined) throw new AppError('vault/damaged');
    const deadline = await nextDeadline();
    await records.clearFailures();
    await session.begin(vaultKey, deadline);
    shut = false;
    unlocked = { ...opened, deadline };
    tell('unlocked');
  }

  /** In the queue only. */
  async function unlockWith(record: VaultRecord, passphrase: string, otherwise: AppError): Promise<void> {
    using vaultKey = await gate.tryPassphrase(record, passphrase);
    if (vaultKey === undefined) throw otherwise;
    await begin(record, vaultKey);
  }

  const openState = ({ deadline }: Unlocked): VaultState => ({
    phase: 'unlocked',
    ...(deadline === 'never' ? {} : { locksAt: deadline }),
  });
  async function state(): Promise<VaultState> {
    // Asked before each use: what is open here says so without the disk.
    if (unlocked !== undefined && !isOver(unlocked.deadline)) return openState(unlocked);
    const stored = await records.read();
    if (stored === undefined) return { phase: 'absent' };
    const open = await current();
    if (open !== undefined) return openState(open);
    const until = await gate.pausedUntil();
    return { phase: 'locked', ...(until === undefined ? {} : { pausedUntil: until }) };
  }

  const damaged = (octets: Uint8Array<ArrayBuffer> | undefined): Uint8Array<ArrayBuffer> => {
    if (octets === undefined) throw new AppError('vault/damaged');
    return octets;
  };

  return {
    state,

    async create(passphrase) {
      if (isWeakPassphrase(passphrase)) throw new AppError('vault/weak-passphrase');
      await serial(async () => {
        const existing = await gate.readRecord();
        if (existing !== undefined) return unlockWith(existing, passphrase, new AppError('vault/exists'));
        const { record, vaultKey } = await makeVaultRecord(passphrase, argon2);
        using key = vaultKey;
        if (!(await records.create(record))) throw new AppError('vault/exists');
        await begin(record, key);
      });
      return state();
    },

    async unlock(passphrase) {
      await serial(async () =>
        unlockWith(await gate.requireRecord(), passphrase, new AppError('vault/wrong-passphrase')),
      );
      return state();
    },

    async lock() {
      shut = true;
      unlocked = undefined;
      await serial(close);
      return state();
    },

    async changePassphrase(current, next) {
      if (isWeakPassphrase(next)) throw new AppError('vault/weak-passphrase');
      await serial(async () => {
        const record = await gate.requireRecord();
        using vaultKey = await gate.tryPassphrase(record, current);
        if (vaultKey !== undefined) return records.replace(await rewrap(record, next, argon2, vaultKey));
        // Asked again after the background died behind the write: it is done already.
        using done = await unwrapVaultKey(record, next);
        if (done === undefined) throw new AppError('vault/wrong-passphrase');
        await records.clearFailures();
      });
    },

    seal: async (octets, context) => sealAes((await requireUnlocked()).key, octets, context),
    open: async (sealed, context) => damaged(await openAes((await requireUnlocked()).key, sealed, context)),

    async sealAlways(octets, context) {
      const { publicKey } = unlocked ?? (await gate.requireRecord());
      return sealToBox(publicKey, octets, context);
    },
    async openAlways(sealed, context) {
      const { boxKey, publicKey } = await requireUnlocked();
      return damaged(await openBox(boxKey, publicKey, sealed, context));
    },

    async touch() {
      const found = await current();
      if (found === undefined) return undefined;
      const deadline = await nextDeadline();
      if (!hasMoved(found.deadline, deadline)) return found.deadline;
      return serial(async () => {
        if (unlocked === undefined || !(await session.prolong(deadline))) return undefined;
        unlocked.deadline = deadline;
        return deadline;
      });
    },

    onChange(listener) {
      listeners.push(listener);
    },
  };
}
