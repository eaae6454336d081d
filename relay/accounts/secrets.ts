import { createHmac, hkdfSync } from 'node:crypto';

/** Keys of one relay, the same at all its processes: derived from the setup of OPAQUE by HKDF (RFC 5869). */
export type Secrets = {
  /** For the tickets of attachments. */
  readonly ticketKey: Uint8Array;
  /** For what a rate limit is counted under. */
  readonly tagKey: Uint8Array;
};

export function deriveSecrets(opaqueSetup: string): Secrets {
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', opaqueSetup, '', `Sotto relay ${purpose}`, 32));
  return { ticketKey: derive('tickets'), tagKey: derive('tags') };
}

/** A keyed hash, so that neither the memory nor the store of the limits holds an address or a name. */
export const tagOf = (secrets: Pick<Secrets, 'tagKey'>, value: string): string =>
  createHmac('sha256', secrets.tagKey).update(value).digest('base64url').slice(0, 22);
