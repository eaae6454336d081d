import type { Fingerprint } from '../../../lib/core/brand';
import type { Decision } from '../../../lib/core/certificate';
import { createKeyringWorld, pasted } from '../keyring-world';
import { address } from '../people';

/** Somebody with a whole keyring of their own: vault, store, OpenPGP, and one key. */
export async function createKeyringPerson(name: string, version: 'v4' | 'v6' = 'v4') {
  const world = await createKeyringWorld();
  const keyring = world.start();
  await keyring.ownKeys.make({ name, email: address(`${name.toLowerCase()}@example.org`), version });
  const certificates = keyring.channelCertificates();
  const { fingerprint, octets } = await certificates.ownForChat();
  return {
    ...keyring,
    world,
    certificates,
    fingerprint,
    octets,
    /** Takes the other's certificate in and decides about it. */
    async decide(other: { readonly octets: Uint8Array; readonly fingerprint: Fingerprint }, decision: Decision) {
      const outcome = await keyring.contacts.submit(other.octets, pasted());
      if (!outcome.ok) throw new Error(outcome.code);
      await keyring.contacts.decide(other.fingerprint, decision);
    },
  };
}

export type KeyringPerson = Awaited<ReturnType<typeof createKeyringPerson>>;
