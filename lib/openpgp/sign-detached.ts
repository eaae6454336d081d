import { createMessage, sign } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { SecretKeyOctets } from '../core/openpgp-port';
import { assertSigner } from './assert-signer';
import { attempt } from './attempt';
import { openSecret } from './secret-key';

/**
 * A detached signature over exactly these octets (RFC 9580, 5.2.1, type 0x00), one packet without armor. Throws
 * `key/expired`, `key/revoked`, `key/weak`, `key/no-signing`, `key/damaged`, `mail/quota`.
 */
export function signDetached(content: Uint8Array, signer: SecretKeyOctets): Promise<Uint8Array> {
  return attempt('bus/internal', async () => {
    if (content.length > LIMITS.sealedOctets) throw new AppError('mail/quota');
    using opened = await openSecret(signer);
    await assertSigner(opened.key);
    // A copy: who hands octets over may change them while they are hashed.
    const message = await createMessage({ binary: content.slice() });
    // Awaited here: the key is wiped at the end of this block.
    return await sign({ message, signingKeys: opened.key, detached: true, format: 'binary' });
  });
}
