import type { Fingerprint } from '../core/brand';
import type { CertificateView } from '../core/certificate';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets, Opened } from '../core/openpgp-port';
import { createChatKeys } from './chat-keys';
import { openSecret, openSecrets } from './own-signer';
import type { KeyringPorts } from './ports';
import { readStored } from './stored-certificate';
import type { Viewer } from './viewer';

/**
 * What OpenPGP does for the channel and for chat, over the stored octets and the decisions about them: fulfils
 * `CertificatePort` and `IntroducerPort` of lib/channel. `sign`, `sealTo` and `openFrom` throw `vault/locked` and `chat/no-key`.
 */
export type ChannelCertificates = {
  /**
   * Mine: the one that my device is bound to as long as it can be used, else the preferred or first that can. Without
   * the oldest signatures by others where it would be too large to introduce me. Throws `chat/no-key`.
   */
  ownForChat(): Promise<CertificateOctets>;
  /** Detached binary signature by mine (RFC 9580, type 0x00). */
  sign(content: Uint8Array): Promise<Uint8Array>;
  /**
   * Whether the signature is by this certificate, which is here, neither expired nor revoked nor weak. Whatever was
   * decided about it, so that a person can be shown before the decision what is true.
   */
  verify(content: Uint8Array, signature: Uint8Array, certificate: Fingerprint): Promise<boolean>;
  /** Binary message to this certificate alone, signed by mine. Throws `contact/*` where it is not accepted now, `key/*`. */
  sealTo(content: Uint8Array, certificate: Fingerprint): Promise<Uint8Array>;
  /** `undefined` where it is not for me or not validly signed by it. Throws `contact/*` where it is not accepted now, `key/*`. */
  openFrom(message: Uint8Array, certificate: Fingerprint): Promise<Uint8Array | undefined>;
  /**
   * For a certificate that is not here: its fingerprint, where the octets are one certificate (binary, public, neither
   * expired nor revoked) and it made the signature.
   */
  signedBy(content: Uint8Array, signature: Uint8Array, certificate: Uint8Array): Promise<Fingerprint | undefined>;
  /** `undefined` where it is not here. */
  view(fingerprint: Fingerprint): Promise<CertificateView | undefined>;
};

export function createChannelCertificates(
  ports: KeyringPorts,
  viewer: Viewer,
  inUse: () => Promise<Fingerprint | undefined> = () => Promise.resolve(undefined),
): ChannelCertificates {
  const { pgp, ownKeys } = ports;

  const { mine, stored, accepted } = createChatKeys(ports, viewer, inUse);

  const isVerified = async (content: Uint8Array, signature: Uint8Array, certificate: CertificateOctets) => {
    const problem = await pgp.encryptionProblem(certificate);
    if (problem !== undefined && problem !== 'key/no-encryption') return false;
    const facts = await pgp.verifyDetached(content, signature, [certificate], { aheadMs: LIMITS.clockMs, exact: true });
    return isBy(certificate, facts);
  };

  return {
    ownForChat: async () => pgp.fitCertificate(await readStored(pgp, await mine()), LIMITS.introducedOctets),

    async sign(content) {
      using secret = await openSecret(ports, await mine());
      return await pgp.signDetached(content, secret);
    },

    async verify(content, signature, fingerprint) {
      const row = await stored(fingerprint);
      if (row === undefined) return false;
      return (await expected(async () => isVerified(content, signature, await readStored(pgp, row)))) ?? false;
    },

    async sealTo(content, fingerprint) {
      const recipient = await accepted(fingerprint);
      using secret = await openSecret(ports, await mine());
      return await pgp.sealToOne(content, recipient, secret);
    },

    async openFrom(message, fingerprint) {
      const signer = await accepted(fingerprint);
      const rows = await ownKeys.all();
      if (rows.length === 0) throw new AppError('chat/no-key');
      using secrets = await openSecrets(ports, rows);
      const opened = await expected(() => pgp.open(message, secrets, [signer], { aheadMs: LIMITS.clockMs }));
      return opened && contentBy(signer, opened);
    },

    async signedBy(content, signature, octets) {
      if (!startsAsPublicKey(octets)) return undefined;
      return expected(async () => {
        const certificate = await pgp.readCertificate(octets);
        return (await isVerified(content, signature, certificate)) ? certificate.fingerprint : undefined;
      });
    },

    async view(fingerprint) {
      const row = await stored(fingerprint);
      return row && viewer.plain(row);
    },
  };
}

/** The header of a public key packet, in either format (RFC 9580, 4.2): armor and private keys begin otherwise. */
const startsAsPublicKey = ([header = 0]: Uint8Array): boolean => header === 0xc6 || (header & 0xfc) === 0x98;

/** Exactly one signature, by this certificate: who else has signed is nobody that was asked for. */
const isBy = ({ fingerprint }: CertificateOctets, facts: Opened['signatures']): boolean =>
  facts.length === 1 && facts[0]?.outcome === 'valid' && facts[0].fingerprint === fingerprint;

function contentBy(signer: CertificateOctets, { content, sealed, signatures }: Opened): Uint8Array | undefined {
  if (sealed && isBy(signer, signatures)) return content;
  content.fill(0);
  return undefined;
}

/** `undefined` for what is wrong with the octets; what is wrong here, at this moment (the store), is thrown. */
async function expected<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && /^(?:mail|key)\//.test(error.code)) return undefined;
    throw error;
  }
}
