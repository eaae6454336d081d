import type { Fingerprint } from '../core/brand';
import type { CertificateView } from '../core/certificate';
import { AppError } from '../core/errors';
import type { KnownSigner } from '../core/openpgp-port';
import type { KeyringPorts } from './ports';
import { readStored, sameOctets } from './stored-certificate';

/** Health depends on the clock: a view is kept for a minute at most. */
const KEPT_MS = 60_000;
const KEPT_VIEWS = 1_000;

type Row = { readonly fingerprint: Fingerprint; readonly octets: Uint8Array };

/** One row that the disk spoilt must not take the whole list with it: it is shown as damaged and names nobody. */
const damagedView = (fingerprint: Fingerprint): CertificateView => ({
  fingerprint,
  version: fingerprint.length === 64 ? 6 : 4,
  algorithm: { name: '' },
  created: 0,
  health: 'damaged',
  userIds: [],
  subkeys: [],
  certifications: [],
  armored: '',
});

/** Looks at stored certificates; the same octets are not looked at twice within a minute. */
export function createViewer({ pgp, clock }: Pick<KeyringPorts, 'pgp' | 'clock'>) {
  const kept = new Map<Fingerprint, { octets: Uint8Array; at: number; view: CertificateView }>();

  /** With what the known signers vouch for: for the certificate window. Throws `key/damaged`. */
  const full = async (row: Row, known: readonly KnownSigner[]): Promise<CertificateView> =>
    pgp.view(await readStored(pgp, row), known);

  const shown = async (row: Row): Promise<CertificateView> => {
    try {
      return await full(row, []);
    } catch (error) {
      if (error instanceof AppError && error.code.startsWith('key/')) return damagedView(row.fingerprint);
      throw error;
    }
  };

  return {
    full,

    /** Without the signers' names: for lists and addresses. */
    async plain(row: Row): Promise<CertificateView> {
      const found = kept.get(row.fingerprint);
      const now = clock.now();
      if (found !== undefined && Math.abs(now - found.at) < KEPT_MS && sameOctets(found.octets, row.octets)) {
        return found.view;
      }
      const view = await shown(row);
      if (kept.size >= KEPT_VIEWS) kept.clear();
      kept.set(row.fingerprint, { octets: row.octets, at: now, view });
      return view;
    },
  };
}

export type Viewer = ReturnType<typeof createViewer>;
