import type { EmailAddress } from '../core/brand';
import type { CertificateView } from '../core/certificate';
import { AppError } from '../core/errors';
import type { CertificateOctets, SecretKeyOctets } from '../core/openpgp-port';
import type { KeyringPorts, OwnKeyRow } from './ports';
import { readStored } from './stored-certificate';
import { certifiedAddresses, HEALTH_CODES, nameOf, userIdFor } from './view-addresses';
import type { Viewer } from './viewer';

/** My key that signs, and the name and address it signs for. `using signer = ...` wipes the secret. */
export type OwnSigner = Disposable & {
  readonly secret: SecretKeyOctets;
  readonly certificate: CertificateOctets;
  readonly address: EmailAddress;
  readonly name: string;
};

export type ViewedOwnKey = { readonly row: OwnKeyRow; readonly view: CertificateView };

/** A sealed secret opens for its own fingerprint only. */
export const secretContext = ({ fingerprint }: Pick<OwnKeyRow, 'fingerprint'>): string => `own-key ${fingerprint}`;

/** The person's choice first, then the one that was here first. */
const byPreference = (a: OwnKeyRow, b: OwnKeyRow): number =>
  b.preferredAt - a.preferredAt || a.createdHere - b.createdHere;

export async function viewOwnKeys(ports: Pick<KeyringPorts, 'ownKeys'>, viewer: Viewer): Promise<ViewedOwnKey[]> {
  const rows = [...(await ports.ownKeys.all())].sort(byPreference);
  return Promise.all(rows.map(async (row) => ({ row, view: await viewer.plain(row) })));
}

export const ownKeysFor = (keys: readonly ViewedOwnKey[], email: EmailAddress | undefined): readonly ViewedOwnKey[] =>
  email === undefined ? keys : keys.filter(({ view }) => userIdFor(view, email) !== undefined);

const canSign = ({ view }: ViewedOwnKey): boolean => view.health === 'ok' || view.health === 'no-encryption';

/** Throws `key/none`, `key/none-for-address`, `key/expired`, ... */
export function chooseSigner(keys: readonly ViewedOwnKey[], from: EmailAddress | undefined): ViewedOwnKey {
  if (keys.length === 0) throw new AppError('key/none');
  const candidates = ownKeysFor(keys, from);
  const [first] = candidates;
  if (first === undefined) throw new AppError('key/none-for-address');
  const chosen = candidates.find(canSign);
  if (chosen !== undefined) return chosen;
  throw new AppError(first.view.health === 'ok' ? 'key/no-signing' : HEALTH_CODES[first.view.health]);
}

/** Throws `vault/locked`, `vault/damaged`. */
export async function openSecret(
  ports: Pick<KeyringPorts, 'vault'>,
  row: OwnKeyRow,
): Promise<SecretKeyOctets & Disposable> {
  const octets = await ports.vault.open(row.sealedSecret, secretContext(row));
  return { fingerprint: row.fingerprint, octets, [Symbol.dispose]: () => void octets.fill(0) };
}

/** All my secrets, opened: wiped together at the end of a `using` block. */
export type OpenedSecrets = readonly SecretKeyOctets[] & Disposable;

/** Those that were opened before one failed are wiped. Throws `vault/locked`, `vault/damaged`. */
export async function openSecrets(
  ports: Pick<KeyringPorts, 'vault'>,
  rows: readonly OwnKeyRow[],
): Promise<OpenedSecrets> {
  const opened = await Promise.allSettled(rows.map((row) => openSecret(ports, row)));
  const secrets = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const wipe = () => {
    for (const secret of secrets) secret[Symbol.dispose]();
  };
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed === undefined) return Object.assign(secrets, { [Symbol.dispose]: wipe });
  wipe();
  throw failed.reason;
}

export async function openSigner(
  ports: Pick<KeyringPorts, 'vault' | 'pgp'>,
  { row, view }: ViewedOwnKey,
  from: EmailAddress | undefined,
): Promise<OwnSigner> {
  const address = from ?? certifiedAddresses(view)[0];
  if (address === undefined) throw new AppError('key/no-user-id');
  const certificate = await readStored(ports.pgp, row);
  const secret = await openSecret(ports, row);
  const name = userIdFor(view, address)?.name ?? nameOf(view);
  return { secret, certificate, address, name, [Symbol.dispose]: () => secret[Symbol.dispose]() };
}
