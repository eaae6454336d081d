import type { Failures, SessionKeys, VaultRecords } from '../vault/ports';
import { guard } from './guard';
import type { Schema } from './schema';

export const vaultRows = (db: Schema): VaultRecords => ({
  read: () => guard(async () => (await db.vault.get('record'))?.value),
  create: (record) =>
    guard(() =>
      db.transaction('rw', db.vault, async () => {
        if ((await db.vault.get('record')) !== undefined) return false;
        await db.vault.add({ id: 'record', value: record });
        await db.vault.delete('failures');
        return true;
      }),
    ),
  replace: (record) =>
    guard(() =>
      db.transaction('rw', db.vault, async () => {
        await db.vault.put({ id: 'record', value: record });
        await db.vault.delete('failures');
      }),
    ),
  readFailures: () => guard(async () => parseFailures((await db.vault.get('failures'))?.value)),
  saveFailures: (failures) => guard(async () => void (await db.vault.put({ id: 'failures', value: failures }))),
  clearFailures: () => guard(() => db.vault.delete('failures')),
});

export const sessionKeyRows = (db: Schema): SessionKeys => ({
  read: () => guard(async () => (await db.sessionKey.get('session'))?.key),
  save: (key) => guard(async () => void (await db.sessionKey.put({ id: 'session', key }))),
  remove: () => guard(() => db.sessionKey.delete('session')),
});

function parseFailures(value: unknown): Failures | undefined {
  const { wrong, from, until } = (value ?? {}) as Partial<Failures>;
  const whole = [wrong, from, until].every((number) => typeof number === 'number' && Number.isFinite(number));
  return whole ? { wrong: Number(wrong), from: Number(from), until: Number(until) } : undefined;
}
