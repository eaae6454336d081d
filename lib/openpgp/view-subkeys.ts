import { enums, type PublicKey, type SignaturePacket } from 'openpgp';
import type { Subkey } from '../core/certificate';
import { nameAlgorithm } from './algorithm-names';
import { mayEncrypt, subkeyState } from './health';
import { fingerprintOf, toTime } from './key-parts';
import { newest, verifiedBindings } from './self-signatures';

/** What the key flags allow (RFC 9580, 5.2.3.29). */
function usageOf(binding: SignaturePacket | undefined): Subkey['usage'] {
  if (!binding) return [];
  const flags = binding.keyFlags?.[0] ?? 0;
  const usage: Array<Subkey['usage'][number]> = [];
  if (flags & enums.keyFlags.certifyKeys) usage.push('certify');
  if (flags & enums.keyFlags.signData) usage.push('sign');
  if (mayEncrypt(binding)) usage.push('encrypt');
  if (flags & enums.keyFlags.authentication) usage.push('authenticate');
  return usage;
}

/** The subkeys, the newest first as it is the one that is used. */
export async function viewSubkeys(key: PublicKey, at: Date): Promise<readonly Subkey[]> {
  const views: Subkey[] = [];
  for (const subkey of key.subkeys) {
    const binding = newest(await verifiedBindings(key, subkey));
    const expires = toTime(await subkey.getExpirationTime(binding?.created ?? undefined));
    views.push({
      fingerprint: fingerprintOf(subkey),
      algorithm: nameAlgorithm(subkey.getAlgorithmInfo()),
      usage: usageOf(binding),
      created: subkey.getCreationTime().getTime(),
      ...(expires !== undefined && { expires }),
      state: await subkeyState(subkey, binding, at),
    });
  }
  return views.sort((left, right) => right.created - left.created);
}
