import { randomBytes } from 'node:crypto';
import type { LinePorts } from '../../../lib/calls/line/line-exchange';
import type { CallRows, CallVault } from '../../../lib/calls/ports';
import { AppError } from '../../../lib/core/errors';
import { makeAesKey, openAes, sealAes } from '../../../lib/vault/aes';
import { nodeAgreement } from '../media/sas';

/** Rows of calls in a map. */
export function memoryCallRows(stored = new Map<string, Uint8Array>()): CallRows & { dump(): readonly unknown[] } {
  return {
    get: async (key) => stored.get(key)?.slice(),
    put: async (key, sealed) => void stored.set(key, sealed.slice()),
    remove: async (key) => void stored.delete(key),
    keys: async (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)).sort(),
    dump: () => [...stored].map(([key, sealed]) => [key, Buffer.from(sealed).toString('hex')]),
  };
}

/** A vault with a key of its own that a test can lock. */
export function testVault(): CallVault & { lock(): void; unlock(): void } {
  const key = makeAesKey();
  let locked = false;
  const open = async () => {
    if (locked) throw new AppError('vault/locked');
    return key;
  };
  return {
    lock: () => {
      locked = true;
    },
    unlock: () => {
      locked = false;
    },
    seal: async (octets, context) => sealAes(await open(), octets, context),
    async open(sealed, context) {
      const octets = await openAes(await open(), sealed, context);
      if (octets === undefined) throw new AppError('vault/damaged');
      return octets;
    },
    state: async () => ({ phase: locked ? 'locked' : 'unlocked' }),
  };
}

/** What one person's device keeps of calls. */
export function createLineHome() {
  const rows = memoryCallRows();
  return {
    rows,
    vault: testVault(),
    random: (octets: number) => new Uint8Array(randomBytes(octets)),
    agreement: nodeAgreement,
    dump: () => rows.dump(),
  } satisfies LinePorts & { dump(): readonly unknown[] };
}
export type LineHome = ReturnType<typeof createLineHome>;
