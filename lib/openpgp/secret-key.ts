import { type PrivateKey, readPrivateKey } from 'openpgp';
import { AppError } from '../core/errors';
import type { SecretKeyOctets } from '../core/openpgp-port';
import { attempt } from './attempt';
import { fingerprintOf } from './key-parts';

/** A private key for one operation; its parameters are overwritten when the block that holds it ends. */
export type OpenSecret = Disposable & { readonly key: PrivateKey };

/** Overwrites what the library holds of the key. JavaScript may have made copies that nobody can reach. */
export function wipe(key: PrivateKey): void {
  for (const { keyPacket } of key.getKeys()) {
    const parameters = 'privateParams' in keyPacket ? keyPacket.privateParams : undefined;
    for (const value of Object.values(parameters ?? {})) if (value instanceof Uint8Array) value.fill(0);
  }
}

/** `using secret = await openSecret(octets)`. Throws `key/damaged`. */
export function openSecret(secret: SecretKeyOctets): Promise<OpenSecret> {
  return attempt('key/damaged', async () => {
    // The library's parameters are views of what it read: without the copy, wiping them would wipe the caller's octets.
    const copy = secret.octets.slice();
    const key = await readPrivateKey({ binaryKey: copy });
    if (fingerprintOf(key) !== secret.fingerprint) throw new AppError('key/damaged');
    return {
      key,
      [Symbol.dispose]() {
        wipe(key);
        copy.fill(0);
      },
    };
  });
}
