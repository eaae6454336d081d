import type { EmailAddress } from '../core/brand';
import type { RecipientState } from '../core/compose';
import type { ErrorCode } from '../core/error-codes';
import { AppError } from '../core/errors';
import type { CertificateOctets } from '../core/openpgp-port';
import { ownKeysFor, viewOwnKeys } from './own-signer';
import type { KeyringPorts, OwnKeyRow } from './ports';
import { type Standing, standingOf } from './standing';
import { readStored } from './stored-certificate';
import { nameOf, userIdFor } from './view-addresses';
import type { Viewer } from './viewer';

/** Who can be written to, and with which octets. Fails closed: what is not clearly usable is not usable. */
export function createRecipients(ports: KeyringPorts, viewer: Viewer) {
  const { pgp, contacts } = ports;

  const standing = async (email: EmailAddress): Promise<Standing> =>
    standingOf(await contacts.binding(email), await contacts.claiming(email));

  /** My own certificate for the address: the first that can be encrypted to, else the first. */
  const ownFor = async (email: EmailAddress): Promise<OwnKeyRow | undefined> => {
    const keys = ownKeysFor(await viewOwnKeys(ports, viewer), email);
    return (keys.find(({ view }) => view.health === 'ok') ?? keys[0])?.row;
  };

  /** Why these very octets cannot be used for the address, where they cannot. */
  const problem = async (certificate: CertificateOctets, email: EmailAddress): Promise<ErrorCode | undefined> => {
    const code = await pgp.encryptionProblem(certificate);
    if (code !== undefined) return code;
    return userIdFor(await viewer.plain(certificate), email) === undefined ? 'key/no-user-id' : undefined;
  };
  const usable = async (row: OwnKeyRow | Extract<Standing, { row: unknown }>['row'], email: EmailAddress) => {
    const certificate = await readStored(pgp, row);
    const code = await problem(certificate, email);
    if (code !== undefined) throw new AppError(code);
    return certificate;
  };

  return {
    /** The octets to encrypt to. Throws `contact/*` or `key/*`. */
    async certificateFor(email: EmailAddress): Promise<CertificateOctets> {
      const own = await ownFor(email);
      if (own !== undefined) return usable(own, email);
      const found = await standing(email);
      switch (found.state) {
        case 'verified':
        case 'in-use':
          return usable(found.row, email);
        case 'changed':
        case 'undecided':
        case 'refused':
          throw new AppError(`contact/${found.state}`);
        case 'none':
          throw new AppError('contact/no-certificate');
      }
    },

    async addressState(email: EmailAddress): Promise<RecipientState> {
      const own = await ownFor(email);
      const found = await standing(email);
      if (own === undefined && found.state === 'none') return { address: email, state: 'none' };
      const row = own ?? (found.state === 'none' ? undefined : found.row);
      if (row === undefined) return { address: email, state: 'none' };
      const { fingerprint } = row;
      const decided = own === undefined ? found.state : 'mine';
      if (decided !== 'mine' && decided !== 'verified' && decided !== 'in-use') {
        const name = await shownName(row, email);
        return { address: email, state: decided, fingerprint, ...name };
      }
      try {
        await usable(row, email);
      } catch (error) {
        if (!(error instanceof AppError) || !error.code.startsWith('key/')) throw error;
        return { address: email, state: 'unusable', fingerprint };
      }
      return { address: email, state: decided, fingerprint, ...(await shownName(row, email)) };
    },
  };

  async function shownName(row: Parameters<Viewer['plain']>[0], email: EmailAddress): Promise<{ name?: string }> {
    const view = await viewer.plain(row);
    const name = userIdFor(view, email)?.name ?? nameOf(view);
    return name === '' ? {} : { name };
  }
}

export type Recipients = ReturnType<typeof createRecipients>;
