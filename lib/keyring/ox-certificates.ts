import type { Fingerprint } from '../core/brand';
import type { CertificateView } from '../core/certificate';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets, Opened } from '../core/openpgp-port';
import type { Serial } from '../core/serial';
import { createChatKeys } from './chat-keys';
import { openSecret, openSecrets } from './own-signer';
import type { KeyringPorts, OwnKeyRow } from './ports';
import { readStored } from './stored-certificate';
import { HEALTH_CODES } from './view-addresses';
import type { Viewer } from './viewer';

/** OpenPGP for XMPP (XEP-0373) over the stored octets and the decisions about them. */
export type OxCertificates = {
  /**
   * Mine as this account publishes it: with the user id `xmpp:` and the account (XEP-0373, 4), which it is given once and
   * keeps, and without those of my other accounts. `account`: bare, as parsed. Throws `chat/no-key`,
   * `key/no-certifying`, `bus/bad-input`, `vault/locked`.
   */
  ownForAccount(account: string): Promise<CertificateOctets>;
  /**
   * Binary message to this certificate and to mine, signed by mine. Throws `contact/*` where it is not accepted now,
   * `key/*`, `chat/no-key`, `vault/locked`.
   */
  sealOx(content: Uint8Array, to: Fingerprint): Promise<Uint8Array>;
  /**
   * `signer`: of the one valid signature, where its certificate is here and sound; whether it may be named is the
   * caller's. Throws `mail/*` for what does not open, `webchat/sender` for what is not signed by exactly one, `key/*`
   * for a signer whose certificate is revoked, weak or damaged, `chat/no-key`, `vault/locked`.
   */
  openOx(message: Uint8Array): Promise<{ readonly content: Uint8Array; readonly signer?: Fingerprint }>;
  /** A certificate as it came, which is not stored: `undefined` where it is none, or not one alone. */
  lookAt(octets: Uint8Array): Promise<CertificateView | undefined>;
};

export function createOxCertificates(
  ports: KeyringPorts,
  viewer: Viewer,
  serial: Serial,
  inUse: () => Promise<Fingerprint | undefined> = () => Promise.resolve(undefined),
): OxCertificates {
  const { pgp, contacts, ownKeys } = ports;
  const { mine, stored, accepted } = createChatKeys(ports, viewer, inUse);

  /** Every certificate that is here: who may be named is decided by who asks, not by leaving some out. */
  const signers = async (own: readonly OwnKeyRow[]): Promise<readonly CertificateOctets[]> => {
    const known = [...own, ...(await contacts.all())].map(({ fingerprint, octets }) => ({ fingerprint, octets }));
    return [...new Map(known.map((one) => [one.fingerprint, one])).values()];
  };

  const soundSigner = async ([fact, ...others]: Opened['signatures']): Promise<Fingerprint | undefined> => {
    if (fact === undefined || others.length > 0 || fact.outcome === 'invalid') throw new AppError('webchat/sender');
    if (fact.outcome === 'no-certificate' || fact.fingerprint === undefined) return undefined;
    const row = await stored(fact.fingerprint);
    const health = row === undefined ? 'damaged' : (await viewer.plain(row)).health;
    // What was signed before it expired stays signed; a revoked or weak one lends its signature to no name.
    if (health === 'ok' || health === 'expired' || health === 'no-encryption') return fact.fingerprint;
    throw new AppError(HEALTH_CODES[health]);
  };

  /** Mine, with this user id: certified now where it is not there yet, and stored. */
  const named = async (row: OwnKeyRow, userId: string): Promise<CertificateOctets> => {
    const own = await readStored(pgp, row);
    const { userIds } = await viewer.plain(row);
    if (userIds.some(({ text, state }) => text === userId && state === 'valid')) return own;
    using secret = await openSecret(ports, row);
    const certified = await pgp.certifyUserId(secret, own, userId);
    if (certified.octets.length > LIMITS.certificateOctets) throw new AppError('key/too-large');
    await ownKeys.put([{ ...row, octets: certified.octets }]);
    return certified;
  };

  return {
    ownForAccount: (account) =>
      serial(async () => {
        const userId = `xmpp:${account}`;
        const own = await named(await mine(), userId);
        const published = await pgp.keepUserIds(own, (other) => other === userId || !/^xmpp:/i.test(other));
        return pgp.fitCertificate(published, LIMITS.introducedOctets);
      }),

    async sealOx(content, to) {
      const recipient = await accepted(to);
      const row = await mine();
      const own = await readStored(pgp, row);
      using secret = await openSecret(ports, row);
      return await pgp.sealBinary({ content, literal: 'binary', recipients: [recipient, own], signer: secret });
    },

    async openOx(message) {
      const rows = await ownKeys.all();
      if (rows.length === 0) throw new AppError('chat/no-key');
      const known = await signers(rows);
      using secrets = await openSecrets(ports, rows);
      const { content, sealed, signatures } = await pgp.open(message, secrets, known, { aheadMs: LIMITS.clockMs });
      try {
        // Signed and not sealed is no message of chat: XEP-0374, 3.1.
        if (!sealed) throw new AppError('mail/unprotected');
        const signer = await soundSigner(signatures);
        return { content, ...(signer === undefined ? {} : { signer }) };
      } catch (error) {
        content.fill(0);
        throw error;
      }
    },

    async lookAt(octets) {
      if (octets.length > LIMITS.certificateOctets) return undefined;
      try {
        return await pgp.view(await pgp.readCertificate(octets), []);
      } catch (error) {
        if (error instanceof AppError && error.code.startsWith('key/')) return undefined;
        throw error;
      }
    },
  };
}
