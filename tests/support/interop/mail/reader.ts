import type { Decision } from '../../../../lib/core/certificate';
import type { Reading } from '../../../../lib/core/reading';
import type { ReadMailPorts, SealMailPorts } from '../../../../lib/mail/ports';
import { readMail } from '../../../../lib/mail/read-mail';
import { createMime } from '../../../../lib/mime/mime';
import { createOpenPgp } from '../../../../lib/openpgp/openpgp';
import { createKeyringWorld, pasted } from '../../keyring-world';
import { address } from '../../people';

/** Me with the real keyring, the real judge of signatures, the real store: what the background wires, without a browser. */
export async function createReader() {
  const { ownKeys, contacts, judgeSignature } = (await createKeyringWorld()).start();
  const pgp = createOpenPgp();
  const mime = createMime();
  const reading: ReadMailPorts = {
    pgp,
    mime,
    secrets: () => ownKeys.secretsForOpening(),
    signers: () => contacts.signersForVerification(),
    judge: judgeSignature,
  };
  const sealing: SealMailPorts = {
    pgp,
    mime,
    certificateFor: (email) => contacts.certificateFor(email),
    signerFor: (from) => ownKeys.signerFor(from),
    now: () => Date.now(),
  };
  return {
    sealing,
    contacts,

    /** A key of mine; answers its armored certificate. */
    async own(email: string, version: 'v4' | 'v6' = 'v4'): Promise<string> {
      return (await ownKeys.make({ name: 'Me', email: address(email), version })).view.armored;
    },

    /** A key of mine that another program made. */
    async importOwn(armored: string): Promise<string> {
      const [key] = await ownKeys.import(new TextEncoder().encode(armored), undefined);
      if (key === undefined) throw new Error('nothing was imported');
      return key.view.armored;
    },

    async introduce(certificate: string, decision: Decision = 'verified'): Promise<void> {
      const submitted = await contacts.submit(new TextEncoder().encode(certificate), pasted());
      if (!submitted.ok) throw new Error(`a certificate was refused: ${submitted.code}`);
      await contacts.decide(submitted.fingerprint, decision);
    },

    read: (mail: Uint8Array): Promise<Reading> => readMail({ whole: 'mime', octets: new Uint8Array(mail) }, reading),
    readArmor: (armored: string, from: string): Promise<Reading> =>
      readMail({ whole: 'armor', octets: new TextEncoder().encode(armored), from }, reading),
  };
}

export type Reader = Awaited<ReturnType<typeof createReader>>;
