import { AppError } from '../core/errors';
import { pausedUntil, pauseFrom, rebase } from './failures';
import type { Clock, VaultRecords } from './ports';
import type { SecretOctets } from './secret-octets';
import { parseVaultRecord, unwrapVaultKey, type VaultRecord } from './vault-record';

/** The stored record, and the only way through it: a passphrase, tried no faster than the pauses allow. */
export function createPassphraseGate(records: VaultRecords, clock: Clock) {
  /** `undefined` where no passphrase was ever set. Throws `vault/damaged`. */
  async function readRecord(): Promise<VaultRecord | undefined> {
    const stored = await records.read();
    if (stored === undefined) return undefined;
    const record = parseVaultRecord(stored);
    if (record === undefined) throw new AppError('vault/damaged');
    return record;
  }

  return {
    readRecord,

    /** Throws `vault/absent`, `vault/damaged`. */
    async requireRecord(): Promise<VaultRecord> {
      const record = await readRecord();
      if (record === undefined) throw new AppError('vault/absent');
      return record;
    },

    /**
     * The vault key; `undefined` where the passphrase is wrong. Throws `vault/wait`. Never two at once.
     * The try is counted before it is made: whoever kills the background wins no free guess. The pause runs from the end
     * of the try, which itself can take as long as the first pauses.
     */
    async tryPassphrase(record: VaultRecord, passphrase: string): Promise<SecretOctets | undefined> {
      const now = clock.now();
      const stored = await records.readFailures();
      const failures = rebase(stored, now);
      if (pausedUntil(failures, now) !== undefined) {
        if (failures !== undefined && failures !== stored) await records.saveFailures(failures);
        throw new AppError('vault/wait');
      }
      const wrong = (failures?.wrong ?? 0) + 1;
      await records.saveFailures(pauseFrom(wrong, now));
      const vaultKey = await unwrapVaultKey(record, passphrase);
      if (vaultKey === undefined) await records.saveFailures(pauseFrom(wrong, clock.now()));
      return vaultKey;
    },

    /** Milliseconds since 1970. */
    async pausedUntil(): Promise<number | undefined> {
      const now = clock.now();
      return pausedUntil(rebase(await records.readFailures(), now), now);
    },
  };
}
