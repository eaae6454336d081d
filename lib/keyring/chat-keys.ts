import type { Fingerprint } from '../core/brand';
import { AppError } from '../core/errors';
import type { CertificateOctets } from '../core/openpgp-port';
import { type ViewedOwnKey, viewOwnKeys } from './own-signer';
import type { ContactRow, KeyringPorts, OwnKeyRow } from './ports';
import { acceptedRow } from './standing';
import { readStored } from './stored-certificate';
import type { Viewer } from './viewer';

/** Which certificates count in chat: mine, and those of others that a person has accepted. */
export type ChatKeys = {
  /**
   * The one that my device is bound to as long as it can be used, else the preferred or first that can. Throws
   * `chat/no-key`.
   */
  mine(): Promise<OwnKeyRow>;
  stored(fingerprint: Fingerprint): Promise<OwnKeyRow | ContactRow | undefined>;
  /** The octets of a certificate that is accepted and can be used, at this moment. Throws `contact/*`, `key/*`. */
  accepted(fingerprint: Fingerprint): Promise<CertificateOctets>;
};

export function createChatKeys(
  ports: KeyringPorts,
  viewer: Viewer,
  inUse: () => Promise<Fingerprint | undefined>,
): ChatKeys {
  const { pgp, contacts, ownKeys } = ports;
  return {
    async mine(): Promise<ViewedOwnKey['row']> {
      const usable = (await viewOwnKeys(ports, viewer)).filter(({ view }) => view.health === 'ok');
      const bound = usable.length > 1 ? await inUse() : undefined;
      const chosen = usable.find(({ row }) => row.fingerprint === bound) ?? usable[0];
      if (chosen === undefined) throw new AppError('chat/no-key');
      return chosen.row;
    },

    stored: async (fingerprint) => (await ownKeys.get(fingerprint)) ?? (await contacts.get(fingerprint)),

    async accepted(fingerprint) {
      if ((await ownKeys.get(fingerprint)) !== undefined) throw new AppError('contact/own-certificate');
      const book = { rows: await contacts.all(), bindings: await contacts.bindings() };
      const certificate = await readStored(pgp, acceptedRow(book, fingerprint));
      const problem = await pgp.encryptionProblem(certificate);
      if (problem !== undefined) throw new AppError(problem);
      return certificate;
    },
  };
}
