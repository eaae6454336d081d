import type { OwnKey } from '../bus/views';
import type { EmailAddress, Fingerprint } from '../core/brand';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { OpenPgp, SecretImport } from '../core/openpgp-port';
import type { Serial } from '../core/serial';
import {
  chooseSigner,
  type OpenedSecrets,
  type OwnSigner,
  openSecret,
  openSecrets,
  openSigner,
  ownKeysFor,
  secretContext,
  type ViewedOwnKey,
  viewOwnKeys,
} from './own-signer';
import type { KeyringPorts, OwnKeyRow } from './ports';
import { sameOctets } from './stored-certificate';
import { certifiedAddresses } from './view-addresses';
import type { Viewer } from './viewer';

type MakeKeyRequest = Omit<Parameters<OpenPgp['makeKey']>[0], 'expiresInDays'> & {
  readonly expiresInDays?: number | undefined;
};

export type OwnKeys = {
  list(): Promise<readonly OwnKey[]>;
  count(): Promise<number>;
  /** Asked again within half a minute (the background died behind the write), answers the key that stands. */
  make(request: MakeKeyRequest): Promise<OwnKey>;
  /** One transaction for all keys of the file. Throws `key/*`, `vault/locked`; `key/exists` where nothing is new. */
  import(octets: Uint8Array, passphrase: string | undefined): Promise<readonly OwnKey[]>;
  prefer(fingerprint: Fingerprint): Promise<void>;
  /** The sealed secret goes with it; nothing brings it back. */
  delete(fingerprint: Fingerprint): Promise<void>;
  /** Armored, under its own passphrase. Throws `key/unknown`, `vault/locked`, `vault/weak-passphrase`. */
  exportPrivate(fingerprint: Fingerprint, passphrase: string): Promise<string>;
  /** Throws `key/none`, `vault/locked`. */
  secretsForOpening(): Promise<OpenedSecrets>;
  /** The key that signs for this From address. Throws `key/none`, `key/none-for-address`, `key/expired`, `vault/locked`. */
  signerFor(from: EmailAddress | undefined): Promise<OwnSigner>;
  /** Works while locked. */
  canSignFor(from: EmailAddress | undefined): Promise<boolean>;
};

const ASKED_AGAIN_MS = 30_000;

export function createOwnKeys(ports: KeyringPorts, viewer: Viewer, serial: Serial): OwnKeys {
  const { pgp, ownKeys, vault, clock } = ports;

  const isPreferred = (keys: readonly ViewedOwnKey[], { row, view }: ViewedOwnKey): boolean => {
    const [address] = certifiedAddresses(view);
    return ownKeysFor(keys, address)[0]?.row.fingerprint === row.fingerprint;
  };
  const list = async (): Promise<readonly OwnKey[]> => {
    const keys = await viewOwnKeys(ports, viewer);
    return keys.map((key) => ({
      fingerprint: key.row.fingerprint,
      view: key.view,
      createdHere: key.row.createdHere,
      preferred: isPreferred(keys, key),
    }));
  };
  const listed = async (fingerprints: readonly Fingerprint[]): Promise<readonly OwnKey[]> =>
    (await list()).filter(({ fingerprint }) => fingerprints.includes(fingerprint));

  const requireRow = async (fingerprint: Fingerprint): Promise<OwnKeyRow> => {
    const row = await ownKeys.get(fingerprint);
    if (row === undefined) throw new AppError('key/unknown');
    return row;
  };

  /** Seals the secret and wipes it, whatever happens. */
  const toRow = async ({ secret, certificate }: SecretImport, known?: OwnKeyRow): Promise<OwnKeyRow> => {
    const { fingerprint, octets } = certificate;
    const sealedSecret = await vault.seal(secret.octets, secretContext({ fingerprint }));
    const { createdHere, preferredAt } = known ?? { createdHere: clock.now(), preferredAt: 0 };
    return { fingerprint, octets, sealedSecret, createdHere, preferredAt };
  };

  /** A key that is here already counts only where its certificate has grown (a later expiry, another address). */
  const importRow = async (imported: SecretImport): Promise<OwnKeyRow | undefined> => {
    const known = await ownKeys.get(imported.certificate.fingerprint);
    if (known === undefined) return toRow(imported);
    const merged = await pgp.merge(known, imported.certificate);
    if (sameOctets(merged.octets, known.octets)) return undefined;
    return toRow({ ...imported, certificate: merged }, known);
  };

  const madeJustNow = async ({ name, email, version }: MakeKeyRequest): Promise<OwnKey | undefined> =>
    (await list()).find(({ createdHere, view }) => {
      const userId = view.userIds[0];
      const same = userId?.name === name && userId.email === email && `v${view.version}` === version;
      return same && clock.now() - createdHere < ASKED_AGAIN_MS;
    });

  return {
    list,
    count: async () => (await ownKeys.all()).length,

    make: (request) =>
      serial(async () => {
        const known = await madeJustNow(request);
        if (known !== undefined) return known;
        const { expiresInDays, ...rest } = request;
        const made = await pgp.makeKey({ ...rest, ...(expiresInDays === undefined ? {} : { expiresInDays }) });
        try {
          await ownKeys.put([await toRow(made)]);
        } finally {
          made.secret.octets.fill(0);
        }
        const [key] = await listed([made.certificate.fingerprint]);
        if (key === undefined) throw new AppError('store/failed');
        return key;
      }),

    import: (octets, passphrase) =>
      serial(async () => {
        const imports = await pgp.importSecret(octets, passphrase);
        try {
          const rows: OwnKeyRow[] = [];
          for (const one of imports) rows.push(...[await importRow(one)].filter((row) => row !== undefined));
          if (rows.length === 0) throw new AppError('key/exists');
          await ownKeys.put(rows);
          return await listed(rows.map(({ fingerprint }) => fingerprint));
        } finally {
          for (const { secret } of imports) secret.octets.fill(0);
        }
      }),

    prefer: (fingerprint) =>
      serial(async () => {
        const row = await requireRow(fingerprint);
        const latest = Math.max(clock.now(), ...(await ownKeys.all()).map(({ preferredAt }) => preferredAt + 1));
        await ownKeys.put([{ ...row, preferredAt: latest }]);
      }),

    delete: (fingerprint) => serial(() => ownKeys.remove(fingerprint)),

    async exportPrivate(fingerprint, passphrase) {
      if ([...passphrase].length < LIMITS.passphraseMinimum) throw new AppError('vault/weak-passphrase');
      using secret = await openSecret(ports, await requireRow(fingerprint));
      return await pgp.exportSecret(secret, passphrase);
    },

    async secretsForOpening() {
      const rows = await ownKeys.all();
      if (rows.length === 0) throw new AppError('key/none');
      return openSecrets(ports, rows);
    },

    async signerFor(from) {
      return openSigner(ports, chooseSigner(await viewOwnKeys(ports, viewer), from), from);
    },

    async canSignFor(from) {
      try {
        chooseSigner(await viewOwnKeys(ports, viewer), from);
        return true;
      } catch (error) {
        if (error instanceof AppError) return false;
        throw error;
      }
    },
  };
}
