import { createMessage, readPrivateKey, sign } from 'openpgp';
import type { CertificatePort } from '../../../lib/channel/ports';
import type { Fingerprint } from '../../../lib/core/brand';
import { AppError } from '../../../lib/core/errors';
import type { CertificateOctets, OpenPgp, SecretImport } from '../../../lib/core/openpgp-port';
import { readArmor } from '../../../lib/openpgp/armor';

/** The port of the channel over the real lib/openpgp, for one person and the certificates that they have accepted. */
export function createOpenPgpPort(
  pgp: OpenPgp,
  me: SecretImport,
  accepted: readonly CertificateOctets[],
): CertificatePort {
  const find = (fingerprint: Fingerprint): CertificateOctets => {
    const certificate = accepted.find((one) => one.fingerprint === fingerprint);
    if (certificate === undefined) throw new AppError('contact/no-certificate');
    return certificate;
  };
  return {
    sign: async (content) => {
      const signingKeys = await readPrivateKey({ binaryKey: me.secret.octets });
      const message = await createMessage({ binary: content });
      return sign({ message, signingKeys, detached: true, format: 'binary' });
    },
    verify: async (content, signature, certificate) => {
      try {
        const facts = await pgp.verifyDetached(content, signature, [find(certificate)]);
        return facts.length === 1 && facts[0]?.outcome === 'valid' && facts[0].fingerprint === certificate;
      } catch {
        return false;
      }
    },
    sealTo: async (content, certificate) => {
      const request = { content, literal: 'binary', recipients: [find(certificate)], signer: me.secret } as const;
      const [block] = readArmor(await pgp.seal(request), 1);
      if (block === undefined) throw new Error('a message was expected');
      return block.octets;
    },
    openFrom: async (message, certificate) => {
      try {
        const { content, sealed, signatures } = await pgp.open(message, [me.secret], [find(certificate)]);
        const [fact] = signatures;
        const valid = signatures.length === 1 && fact?.outcome === 'valid' && fact.fingerprint === certificate;
        return sealed && valid ? content : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
