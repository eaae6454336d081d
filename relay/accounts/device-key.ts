import { createHash, createPublicKey, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { type DeviceId, toHex } from '../../lib/core/wire/ids';

/** The database holds this, never the key. */
export const deviceIdOf = (deviceKey: Uint8Array): DeviceId =>
  toHex(createHash('sha256').update(deviceKey).digest().subarray(0, 16)) as DeviceId;

/** Off the event loop's thread: thousands come back at once after a restart. */
const verifyElsewhere = promisify<null, Uint8Array, ReturnType<typeof createPublicKey>, Uint8Array, boolean>(verify);

/** Ed25519, RFC 8032. False also for what is no key. */
export async function isSignedBy(
  deviceKey: Uint8Array,
  signature: Uint8Array,
  statement: Uint8Array,
): Promise<boolean> {
  try {
    const x = Buffer.from(deviceKey).toString('base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    return await verifyElsewhere(null, statement, key, signature);
  } catch {
    return false;
  }
}
