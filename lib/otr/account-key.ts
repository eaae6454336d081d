import { bitLen, bytesToNumberBE, concatBytes, numberToBytesBE } from '@noble/curves/utils.js';
import { AppError } from '../core/errors';
import { createDsaDomain, type DsaDomain } from './dsa-domain';
import { inverse, modulo, power, randomBelow } from './numbers';
import { createBreathing, type OtrPorts } from './ports';
import { type DsaPublic, fingerprintOctets, type OtrFingerprint, SIGNATURE_OCTETS, toFingerprint } from './public-key';

/**
 * The DSA key that a person signs the key exchange with. It lives in memory and nowhere else: it is made of functions,
 * so that it can be neither stored nor sent, and no function gives the secret out.
 */
export type AccountKey = {
  readonly fingerprint: OtrFingerprint;
  readonly public: DsaPublic;
  /** r, then s: 40 octets. `octets` are taken modulo q. Fails with `otr/forgotten` after `forget`. */
  sign(octets: Uint8Array): Uint8Array;
  forget(): void;
};

/** A new key: some 0.5 s of work in steps of a few milliseconds, between which others run. */
export async function createAccountKey(ports: OtrPorts): Promise<AccountKey> {
  return createKeyIn(await createDsaDomain(ports.random, createBreathing(ports)), ports.random);
}

/** A new key in a domain that is there already. */
export function createKeyIn(domain: DsaDomain, random: OtrPorts['random']): AccountKey {
  const { p, q, g } = domain;
  const bits = bitLen(q);
  let secret: bigint | undefined = randomBelow(random, q);
  const key: DsaPublic = { ...domain, y: power(g, secret, p, bits) };
  return {
    fingerprint: toFingerprint(fingerprintOctets(key)),
    public: key,
    sign(octets) {
      if (secret === undefined) throw new AppError('otr/forgotten');
      const m = bytesToNumberBE(octets) % q;
      for (;;) {
        const k = randomBelow(random, q);
        const r = power(g, k, p, bits) % q;
        // k and the secret are inverted and multiplied under a random factor, so that no time tells their digits.
        const blind = randomBelow(random, q);
        const s = modulo(inverse((k * blind) % q, q) * (((m * blind) % q) + ((r * blind) % q) * secret), q);
        if (r !== 0n && s !== 0n) {
          return concatBytes(numberToBytesBE(r, SIGNATURE_OCTETS / 2), numberToBytesBE(s, SIGNATURE_OCTETS / 2));
        }
      }
    },
    forget() {
      secret = undefined;
    },
  };
}
